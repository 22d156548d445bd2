"""What the documents say: YAML edited by hand, to fixtures and back."""
