"""How work is done: random streams, spreading over processes, keeping results."""
