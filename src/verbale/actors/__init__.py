"""Who is who in one document: the gazetteer, the offices, and the resolution of names, titles and pronouns."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from verbale.actors.build import cast_of
    from verbale.actors.cast import Cast, Mention
    from verbale.actors.queries import denoted, first_person, possessor, speaks_for

__all__ = ["Cast", "Mention", "cast_of", "denoted", "first_person", "possessor", "speaks_for"]

_ROOMS = dict.fromkeys(("Cast", "Mention"), "cast") | {"cast_of": "build"}


def __getattr__(name: str) -> Any:
    """Resolution needs spaCy; the gazetteer and the folding of names, which a search of an archive needs, do not."""
    if name not in __all__:
        raise AttributeError(f"module 'verbale.actors' has no attribute {name!r}")
    return getattr(import_module(f"verbale.actors.{_ROOMS.get(name, 'queries')}"), name)
