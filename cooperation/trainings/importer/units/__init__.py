"""Which school gave a training and which units received it, worked out from the texts that the reports print."""
