"""A report folder, read and validated into a Study."""
