"""Coalface: how a sanctioned economy earns its foreign currency."""

__all__ = ["__version__"]

__version__ = "0.1.0"
