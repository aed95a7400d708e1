"""Who is who in one document: the gazetteer, the offices, and the resolution of names, titles and pronouns."""

from __future__ import annotations

from verbale.actors.build import cast_of
from verbale.actors.cast import Cast, Mention
from verbale.actors.queries import denoted, first_person, possessor, speaks_for

__all__ = ["Cast", "Mention", "cast_of", "denoted", "first_person", "possessor", "speaks_for"]
