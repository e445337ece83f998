"""Propose the claims and the graph of an article, by rules and word lists, for an editor to finish.

text -> sentences -> clauses with figures, dates and signals -> proposals -> graph -> report folder.
"""
