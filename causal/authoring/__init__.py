"""Making report folders: scaffold, draft, fetch, exchange of graphs."""
