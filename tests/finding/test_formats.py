"""Standing groupings by table and by shape."""

from __future__ import annotations

import pytest

from verbale.data import read_rows
from verbale.reader import Reader


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Cooperation in Greece-Cyprus-Israel grows.", [("GRC", "CYP", "ISR")]),
        ("The Azerbaijan–Turkey–Georgia format met.", [("AZE", "TUR", "GEO")]),
        ("A trilateral mechanism between Egypt, Jordan and Iraq exists.", [("EGY", "JOR", "IRQ")]),
        ("The Turkey-Azerbaijan Joint Economic Commission met.", [("TUR", "AZE")]),
        ("The Turkey-Azerbaijan relations and the India-Pakistan border.", []),
        ("The Kazakhstan-Turkmenistan-Iran railway is long.", []),
        ("The Visegrad Group met.", [("CZE", "HUN", "POL", "SVK")]),
        (
            "The P5+1 and the C5+1 are formats.",
            [("CHN", "FRA", "RUS", "GBR", "USA", "DEU"), ("KAZ", "KGZ", "TJK", "TKM", "UZB", "USA")],
        ),
        ("A 4+2 format is discussed.", [()]),
    ],
)
def test_members(reader: Reader, text: str, members: list[tuple[str, ...]]) -> None:
    assert [item.members for item in reader.read(text).formats] == members


def test_one_record_a_format(reader: Reader) -> None:
    found = reader.read(
        "Chile-Peru-Bolivia talks began. The trilateral format of Peru, Chile and Bolivia is new."
    ).formats
    assert len(found) == 1


def test_the_table_names_states_that_exist() -> None:
    states = {row["id"] for row in read_rows("countries")}
    rows = read_rows("formats")
    assert {code for row in rows for code in (row["members"] or "").split("|") if code} <= states
    assert len({row["name"] for row in rows}) == len(rows)
