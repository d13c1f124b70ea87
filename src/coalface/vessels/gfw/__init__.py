"""Definitions of Global Fishing Watch, reproduced as black boxes: their answers, quirks and all."""
