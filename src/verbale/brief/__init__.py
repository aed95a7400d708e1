"""A dossier on two states or a region: selected from the record, every line cited to its document and passage.

>>> from verbale.brief import gather, pair_of, write_brief          # doctest: +SKIP
>>> with archive.store.reading() as connection:                     # doctest: +SKIP
...     write_brief(gather(connection, pair_of("TUR", "AZE"), archive="press"), "tur-aze.html")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from verbale.brief.gathering import gather
    from verbale.brief.model import Brief
    from verbale.brief.subject import pair_of, region_of
    from verbale.brief.writing import write_brief

__all__ = ["Brief", "gather", "pair_of", "region_of", "write_brief"]

_HOME = {
    "Brief": "model",
    "gather": "gathering",
    "pair_of": "subject",
    "region_of": "subject",
    "write_brief": "writing",
}


def __getattr__(name: str) -> Any:
    """A name's module is imported when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'verbale.brief' has no attribute {name!r}")
    return getattr(import_module(f"verbale.brief.{_HOME[name]}"), name)
