"""`python -m causal.commands.cli` is `causal`."""

from causal.commands.cli import main

main(prog_name="causal")
