"""The pages, and what writes their tables."""
