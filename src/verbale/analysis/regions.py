"""Regions: presets of `data/regions.toml`, or a user's own list of states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from verbale.data import read_rows, read_toml
from verbale.errors import InputError

WORLD = "world"
_PART = re.compile(r"[,;]")


@dataclass(frozen=True, slots=True)
class Region:
    """A panel of states: `id` and `name`, and their codes in fixed order (`guests` of them lie outside the region)."""

    id: str
    name: str
    states: tuple[str, ...]
    guests: tuple[str, ...] = ()


def region_names() -> list[str]:
    """The presets' ids."""
    return sorted(read_toml("regions"))


def region(name: str | Sequence[str], *, guests: bool = True) -> Region:
    """A region by preset id or name ("south-caucasus", "South Caucasus"), or by states ("ARM,AZE,Georgia").

    Args:
        name: preset, list in one string parted by commas, or a sequence of states; countries by code or name.
        guests: whether a preset's outside states (`with` in the file) belong to the panel.

    Raises:
        InputError: no such region or state; the message names near ones.
    """
    parts = [part.strip() for part in (_PART.split(name) if isinstance(name, str) else name) if part.strip()]
    preset = _preset(parts[0]) if len(parts) == 1 else None
    if preset is not None:
        return _from_preset(preset, guests=guests)
    states = tuple(dict.fromkeys(state_code(part) for part in parts))
    if len(states) < 2:
        near = _near(name if isinstance(name, str) else "".join(name), region_names())
        raise InputError(
            f"no region {name!r}{near}; name a preset ({', '.join(region_names()[:5])} …) or at least two states",
            code="region",
        )
    return Region(",".join(states), ", ".join(states), states)


def state_code(name: str) -> str:
    """The alpha-3 code of a state given by code or name: "TUR", "tur", "Turkey", "Türkiye"; a disputed entity's id.

    Raises:
        InputError: no state has that name.
    """
    from verbale.actors.gazetteer import known_actors, look_up

    if name in known_actors() or name.upper() in _codes():
        return name if name in known_actors() else name.upper()
    if name.casefold() in _by_name():  # "Georgia" is the state here, though a text may mean another
        return _by_name()[name.casefold()]
    found = look_up(name)
    if found is not None and (found.actor in _codes() or found.actor.startswith("disputed:")):
        return found.actor
    names = [row["name"] for row in read_rows("countries")]
    raise InputError(
        f"no state is called {name!r}{_near(name, names)}; give a name or an ISO 3166-1 alpha-3 code", code="state"
    )


@cache
def _by_name() -> dict[str, str]:
    return {
        row[key].casefold(): row["id"] for row in read_rows("countries") for key in ("full_name", "name") if row[key]
    }


def _codes() -> frozenset[str]:
    return frozenset(row["id"] for row in read_rows("countries"))


def _preset(name: str) -> str | None:
    wanted = re.sub(r"[\s_]+", "-", name.casefold())
    for key, row in read_toml("regions").items():
        if wanted in (key, re.sub(r"\s+", "-", row["name"].casefold())):
            return str(key)
    return None


def _from_preset(key: str, *, guests: bool) -> Region:
    row = read_toml("regions")[key]
    if key == WORLD:
        states = tuple(sorted(item["id"] for item in read_rows("countries") if item["kind"] != "historical"))
        return Region(key, row["name"], states)
    added = tuple(row.get("with", ())) if guests else ()
    return Region(key, row["name"], (*row["states"], *added), added)


def _near(name: str, names: Iterable[str]) -> str:
    near = get_close_matches(name, list(names), n=1)
    return f" (did you mean {near[0]}?)" if near else ""
