"""From a report to its files; knows no statistics."""
