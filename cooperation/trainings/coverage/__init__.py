"""What the Foreign Military Training Reports cover, country by fiscal year, and why rows are absent where they are."""
