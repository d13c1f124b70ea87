"""Labelled synthetic ship traffic in the Yellow Sea, and the harness that scores detectors on it.

Nothing here is real: no ship, name, number or track. See README.md for layers, labels and limits.
"""
