"""Bytes to `Document`: decoding, extraction, repair for reading, paragraphs, title, date, language.

`load` reads one document; `gather` finds the documents in files, folders and archives of any kind, and `open_given`
reads one of those. `verbale.intake.urls.gather_urls` does the same for addresses.
"""

from __future__ import annotations

from verbale.intake.document import Document
from verbale.intake.gather import gather, open_given
from verbale.intake.given import Given
from verbale.intake.limits import Limits
from verbale.intake.loading import load

__all__ = ["Document", "Given", "Limits", "gather", "load", "open_given"]
