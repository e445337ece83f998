"""From files to the analysis table."""
