"""Sources and citations, and what the endpoints of every kind of record share."""
