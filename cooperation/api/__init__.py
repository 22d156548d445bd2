"""The endpoints of the subject."""
