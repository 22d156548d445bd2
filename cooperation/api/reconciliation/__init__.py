"""The endpoints that set claims, and the totals that reports print, beside the training records."""
