"""Figures as SVG, from the numbers of a report; one figure a file."""
