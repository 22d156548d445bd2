"""What is stated, set against what records add up to."""
