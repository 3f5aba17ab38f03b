"""Muster: who promised what to a military operation, who delivered, and how we know."""

__version__ = "0.1.0"
