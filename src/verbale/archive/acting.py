"""Whom the actors of a record act for: the state behind an official, the body behind its head."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

OFFICIAL_SECTORS = frozenset(("GOV", "MIL", "COP", "JUD", "LEG", "SPY"))
"""Sectors that act for their state. Parties, companies, media, rebels, citizens and exiles do not."""


def state_of(actor: Mapping[str, Any] | None) -> str | None:
    """The state that stands behind an actor, or a disputed entity's own id; None for all who do not act for a state.

    States, governments, bodies of official sectors, and persons with an official role in the state whose country they
    have (without any role told: persons of an official sector) stand for their state.

    Args:
        actor: an element of a record's `actors`, or None.
    """
    if actor is None:
        return None
    country: str | None = actor["country"]
    if actor["kind"] == "disputed":
        return country or actor["id"]
    if actor["kind"] in ("state", "government"):
        return country
    if actor["kind"] == "person" and actor["roles"]:
        return country if any(role["official"] and role["country"] == country for role in actor["roles"]) else None
    if actor["kind"] in ("person", "organisation"):
        return country if actor["sector"] in OFFICIAL_SECTORS else None
    return None


def side_of(actor: str, element: Mapping[str, Any] | None) -> str:
    """Whose side a person is on: the state that it stands for, else the body of its first official role, else itself.

    Whatever is no person is its own side: a body is no state, though it has its seat in one.

    Args:
        actor: an id, after merges.
        element: of a record's `actors`, or None where it is not known.
    """
    if element is None or element["kind"] != "person":
        return actor
    bodies = (role["organisation"] for role in element["roles"] if role["official"] and role["organisation"])
    return state_of(element) or next(bodies, actor)
