"""From the analysis table to findings: identify, estimate, refute."""
