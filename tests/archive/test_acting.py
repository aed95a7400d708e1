"""Whom people act for."""

from __future__ import annotations

from typing import Any

import pytest

from verbale.archive.acting import side_of


def person(
    country: str | None, *roles: tuple[str | None, str | None, bool], sector: str | None = "GOV"
) -> dict[str, Any]:
    """A person with roles as (organisation, country, official)."""
    held = [
        {"title": "X", "organisation": body, "country": state, "official": official} for body, state, official in roles
    ]
    return {"id": "person:a", "kind": "person", "country": country, "sector": sector, "roles": held}


@pytest.mark.parametrize(
    ("actor", "element", "side"),
    [
        ("TUR", None, "TUR"),
        ("org:un", {"kind": "igo", "country": None, "sector": "IGO", "roles": []}, "org:un"),
        ("org:bp", {"kind": "company", "country": "GBR", "sector": "BUS", "roles": []}, "org:bp"),
        ("person:a", person("KEN", (None, "KEN", True)), "KEN"),
        ("person:a", person("PRT", ("org:un", None, True)), "org:un"),  # nationality is no office
        ("person:a", person("FRA", ("org:institute", "FRA", False)), "person:a"),
        ("person:a", person("FRA", sector="EDU"), "person:a"),
        ("person:a", person("KEN"), "KEN"),
        ("person:a", None, "person:a"),
    ],
)
def test_a_person_is_on_the_side_it_acts_for(actor: str, element: dict[str, Any] | None, side: str) -> None:
    assert side_of(actor, element) == side
