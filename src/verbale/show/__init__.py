"""A record in the terminal: tables, and the text with its evidence marked."""

from __future__ import annotations

from verbale.show.marked import marked_text
from verbale.show.tables import show_record

__all__ = ["marked_text", "show_record"]
