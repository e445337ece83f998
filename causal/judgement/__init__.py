"""From findings to verdicts: the checks and the rubric."""
