"""Training activities: what lists of them can be asked, and what they answer."""
