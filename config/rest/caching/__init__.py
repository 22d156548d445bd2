"""Answers that are ready: what was said of one state of the dataset is said again until the state changes."""
