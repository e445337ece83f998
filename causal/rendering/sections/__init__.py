"""The sections of the page, one module each: its record, and what makes it of a report."""
