"""Score every causal claim of an article against a causal graph and data."""

__version__ = "0.1.0"
