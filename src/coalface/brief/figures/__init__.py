"""Drawings: Python to SVG, one file a figure, each in a wide and a narrow width."""
