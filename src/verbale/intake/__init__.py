"""Bytes to `Document`: decoding, extraction, repair for reading, paragraphs, title, date, language."""

from __future__ import annotations

from verbale.intake.document import Document
from verbale.intake.limits import Limits
from verbale.intake.loading import load

__all__ = ["Document", "Limits", "load"]
