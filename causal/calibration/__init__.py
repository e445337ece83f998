"""The error rates of the whole rubric on simulated worlds, and their published results."""
