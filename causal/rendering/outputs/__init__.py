"""Files that are made from a report."""
