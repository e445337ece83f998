"""Files and what guards them: limits, paths, readers, writers."""
