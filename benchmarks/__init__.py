"""How fast the refuters are beside DoWhy's, whether both find the same, and what a million rows cost."""
