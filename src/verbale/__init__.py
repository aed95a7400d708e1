"""Verbale reads documents of international affairs and keeps the record."""

__version__ = "0.1.0"
