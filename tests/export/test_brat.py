from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export.samples import entries, hostile
from verbale.export import brat
from verbale.export.citations import file_name
from verbale.export.formats import export
from verbale.export.source import Entry, entries_of


def parsed(text: str, ann: str) -> dict[str, dict[str, Any]]:
    """A reader of standoff by brat's own description of it, which trusts nothing."""
    found: dict[str, dict[str, Any]] = {"T": {}, "R": {}, "E": {}, "A": {}, "#": {}}
    for line in ann.splitlines():  # as brat's server parts lines
        name, kind, *rest = re.split(r"[\t ]", line, maxsplit=2)
        letter = name[0]
        assert name not in found[letter]
        if letter == "T":
            places, words = rest[0].split("\t", 1)
            spans = [tuple(map(int, place.split(" "))) for place in places.split(";")]
            assert " ".join(text[start:end] for start, end in spans) == words
            found["T"][name] = (kind, spans)
        elif letter == "E":
            type_, trigger = kind.split(":")
            assert found["T"][trigger][0] == type_
            roles = [part.split(":") for part in rest[0].split(" ")] if rest else []
            found["E"][name] = (type_, trigger, roles)
        else:
            found[letter][name] = (kind, rest[0] if rest else "")
    for _, _, roles in found["E"].values():
        assert all(mention in found["T"] for _, mention in roles)
        assert len({role for role, _ in roles}) == len(roles)
    for _, rest in found["R"].values():
        assert all(part.split(":")[1] in found["T"] for part in rest.split(" "))
    for letter in "A#":
        for _, rest in found[letter].values():
            assert re.split(r"[\t ]", rest)[0] in found["T"] | found["E"]
    return found


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.key[:6])
def test_there_and_back(entry: Entry) -> None:
    record = entry.record
    found = parsed(record.document.text, brat.annotation(entry))
    labels = [kind for kind, _ in found["T"].values()]
    assert labels.count("Statement") == len(record.statements)
    assert len(found["E"]) == len(record.events)
    assert labels.count("Figure") == len(record.figures)
    spans = [(places[0][0], places[-1][1]) for kind, places in found["T"].values() if kind == "Statement"]
    assert spans == [statement.evidence for statement in record.statements]
    triggers = [found["T"][trigger][1] for _, trigger, _ in found["E"].values()]
    assert [(places[0][0], places[-1][1]) for places in triggers] == [event.trigger for event in record.events]
    polarities = [rest for kind, rest in found["A"].values() if kind == "Polarity"]
    assert len(polarities) == sum(len(statement.stance) for statement in record.statements)
    claimed = [rest for kind, rest in found["A"].values() if kind == "Claimed"]
    assert len(claimed) == sum(event.claimed_by is not None for event in record.events)


def test_everything_written_is_in_the_configuration() -> None:
    configured = set(re.split(r"[\s,:|*]+", brat.configuration()))
    for entry in entries():
        found = parsed(entry.record.document.text, brat.annotation(entry))
        used = {kind for letter in "TEA" for kind, *_ in found[letter].values()}
        values = {rest.split(" ")[1] for kind, rest in found["A"].values() if " " in rest}
        assert used | values <= configured


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [("one two", (0, 7), [(0, 7)]), ("one\ntwo", (0, 7), [(0, 3), (4, 7)]), ("\n\none\r\n", (0, 7), [(2, 5)]),
     ("a\u2028b\x85c", (0, 5), [(0, 1), (2, 3), (4, 5)]), ("\n\n", (0, 2), []), ("xaby", (1, 3), [(1, 3)])],
)  # fmt: skip
def test_fragments(text: str, span: tuple[int, int], expected: list[tuple[int, int]]) -> None:
    assert brat.fragments(text, span) == expected


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=5, max_size=60))
def test_any_text(text: str) -> None:
    parsed(text, brat.annotation(entries_of([hostile(text)])[0]))


def test_files_are_the_text_and_have_safe_names(tmp_path: Path) -> None:
    export(entries(), tmp_path / "out", "brat")
    for entry in entries():
        path = tmp_path / "out" / f"{file_name(entry)}.txt"
        assert path.read_bytes() == entry.record.document.text.encode()
        assert path.with_suffix(".ann").read_text("utf-8") == brat.annotation(entry)
    names = [path.name for path in (tmp_path / "out").iterdir()]
    assert all(re.fullmatch(r"[a-z0-9-]{8,60}\.(txt|ann)|annotation\.conf", name) for name in names)
    assert len(names) == 2 * len(entries()) + 1


def test_kinds_choose() -> None:
    found = parsed(entries()[0].record.document.text, brat.annotation(entries()[0], ("figure",)))
    assert {kind for kind, _ in found["T"].values()} <= {"Figure"}
    assert not found["E"]
