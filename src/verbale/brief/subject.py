"""What a dossier is about: two states, or a region."""

from __future__ import annotations

from dataclasses import dataclass

from verbale.actors.gazetteer import known_actors
from verbale.analysis.regions import region, state_code
from verbale.errors import QueryError


@dataclass(frozen=True, slots=True)
class Subject:
    """Two states, or a region's.

    Attributes:
        title: "Turkey and Azerbaijan", "South Caucasus".
        states: codes in fixed order.
        guests: those of the states that lie outside the region.
        is_pair: whether it is about two states only.
    """

    title: str
    states: tuple[str, ...]
    guests: tuple[str, ...] = ()
    is_pair: bool = False

    @property
    def scope(self) -> frozenset[str]:
        """The states, to look them up."""
        return frozenset(self.states)


def pair_of(first: str, second: str) -> Subject:
    """Two states by code or name.

    Raises:
        InputError: no state has that name; the message names near ones.
        QueryError: both are the same.
    """
    states = (state_code(first), state_code(second))
    if states[0] == states[1]:
        raise QueryError(f"{first} and {second} are the same state; name two")
    return Subject(f"{state_name(states[0])} and {state_name(states[1])}", states, is_pair=True)


def region_of(name: str, *, guests: bool = True) -> Subject:
    """A region by preset or list of states; a list of two is a pair.

    Raises:
        InputError: no such region or state.
    """
    found = region(name, guests=guests)
    if len(found.states) == 2:
        return pair_of(*found.states)
    names = ", ".join(state_name(state) for state in found.states)
    title = found.name if found.name != ", ".join(found.states) else names
    return Subject(title, found.states, found.guests)


def state_name(code: str) -> str:
    """The name of a state or disputed entity."""
    actor = known_actors().get(code)
    return actor.name if actor else code


def names_of(codes: tuple[str, ...] | list[str]) -> str:
    """Names of several states, parted by commas."""
    return ", ".join(state_name(code) for code in codes)
