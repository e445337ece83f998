"""What a person calls: the command line, the notebook, preview, verify, compare, site."""
