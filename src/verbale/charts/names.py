"""States as pictures name them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from verbale.actors.gazetteer import known_actors
from verbale.show.safe import safe

if TYPE_CHECKING:
    from verbale.analysis.polarization import Polarization

_SHORT = {
    "ATG": "Antigua & Barbuda",
    "BIH": "Bosnia & Herz.",
    "CAF": "Central African Rep.",
    "COD": "DR Congo",
    "COG": "Congo",
    "DOM": "Dominican Rep.",
    "GNQ": "Equatorial Guinea",
    "KNA": "St Kitts & Nevis",
    "LCA": "St Lucia",
    "PNG": "Papua New Guinea",
    "SCG": "Serbia & Mont.",
    "STP": "São Tomé & Príncipe",
    "TTO": "Trinidad & Tobago",
    "VCT": "St Vincent & Gren.",
}
"""Names too long beside a row or a dot, in the short forms that newspapers use."""
_LONGEST = 24
_REGION = 60  # letters
_DISPUTED = "disputed:"


def state_name(code: str) -> str:
    """The name of a state or disputed entity, short enough for a label; anything else as it is, made safe to show."""
    if code in _SHORT:
        return _SHORT[code]
    actor = known_actors().get(code)
    name = safe(actor.name if actor else code)
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"


def state_code(code: str) -> str:
    """A code for crowded pictures: the alpha-3 code itself, `Kosovo` or `Abkhazia` for entities that have none."""
    if code.startswith(_DISPUTED):
        return state_name(code)
    return state_name(code) if len(code) > 3 else safe(code)


def region_name(found: Polarization) -> str:
    """The region's name; a long list of states as their number."""
    name = safe(found.region)
    return name if len(name) <= _REGION else f"{len(found.states)} states"


def labels_of(codes: Sequence[str], *, names: bool) -> list[str]:
    """A label for each code, all different: names that two share (a network's nodes cut short) get their number."""
    told = [state_name(code) if names else state_code(code) for code in codes]
    seen: dict[str, int] = {}
    for label in told:
        seen[label] = seen.get(label, 0) + 1
    return [f"{label} ({index + 1})" if seen[label] > 1 else label for index, label in enumerate(told)]
