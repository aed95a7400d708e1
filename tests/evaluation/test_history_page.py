from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from evaluation import external, regions
from evaluation.history_page import history_page
from evaluation.regions import Case, Expectation, Judged, Standing, judged, score
from evaluation.speeches import described, speech_names, speech_ties
from tests.archive.relating import Writer, archive_of

_CASE = Case(
    "made-up", "Made up", ("ARM", "AZE", "GEO", "TUR"), "AZE",
    (
        Expectation("ARM", "AZE", "opposite", 1991, 2015, "they fought"),
        Expectation("TUR", "ARM", "same", 1991, 2015, "made up to fail"),
    ),
)  # fmt: skip


def _speech(state: str, *told: tuple[str, float], year: int = 2004) -> Writer:
    writer = Writer(publisher=None, day=str(year))
    for number, (other, value) in enumerate(told):
        words = f"Said by {state} of {other} for the {number}th time, with _marks_ | and {'many ' * 30}words."
        writer.say(state, [other], words=words, **{other: value})
    return writer


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Three speeches of 2004."""
    return archive_of(
        tmp_path / "a.verbale",
        _speech("ARM", *[("AZE", -0.7)] * 6, ("TUR", -0.5)),
        _speech("AZE", *[("ARM", -0.8)] * 6),
        _speech("TUR", *[("ARM", -0.6)] * 5, ("ARM", 0.4), ("AZE", 0.6)),
    )


def _page(archive: Path) -> str:
    ties = speech_ties(archive)
    rows: list[Judged] = []
    standings: list[Standing] = []
    for length in (4, 5):
        more, stood = judged(ties, _CASE, length=length, replicates=50)
        rows, standings = rows + more, standings + stood
    return history_page(archive, ties, [_CASE], rows, standings, [score(rows, length=4, signs="raw")])


def test_the_page_tells_expectations_judgements_camps_and_sentences(archive: Path) -> None:
    page = _page(archive)
    assert "- ARM and AZE in opposite camps, 1991–2014: they fought." in page
    assert "| ARM–AZE opposite | too little; (0) | too little; (0) | too little; (0) | **yes**" in page
    assert "| 2003–2006 | AZE TUR | ARM | GEO (unobserved) |" in page
    assert "| 4 years | raw | 1 of 2 | 1 | 0 |" in page
    assert "$" not in page


def test_sentences_are_short_cited_and_harmless(archive: Path) -> None:
    lines = [line for line in _page(archive).splitlines() if line.startswith("- AZE → ARM")]
    key = speech_ties(archive).documents
    assert lines[0].startswith("- AZE → ARM −0.80: “Said by AZE of ARM for the 0th time, with \\_marks\\_ \\| and many")
    assert " …” [document 1 · `" in lines[0]
    assert any(f"`{document[:16]}`" in lines[0] for document in key)


def test_what_fails_shows_the_words_of_the_other_sign(archive: Path) -> None:
    page = _page(archive)
    after = page.partition("### Why not")[2]
    assert "Words between TUR and ARM of the other sign:" in after
    assert "TUR → ARM −0.60" in after
    assert "Words between ARM and AZE of the other sign" not in after


def test_speaking_states_are_the_publishers_where_none_is_named(archive: Path) -> None:
    ties = speech_ties(archive)
    assert {ties.publishers[code] for code in ties.publisher} == {"ARM", "AZE", "TUR"}
    assert described(archive, ties)["documents"] == 3
    assert sorted(speech_names(archive).values()) == ["document 0", "document 1", "document 2"]


def test_publishers_that_are_named_stay(tmp_path: Path) -> None:
    ties = speech_ties(archive_of(tmp_path / "b.verbale", Writer(publisher="Daily").say("TUR", ["AZE"], AZE=0.5)))
    assert [ties.publishers[code] for code in ties.publisher] == ["Daily"]


def test_the_command_of_regions(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    page = tmp_path / "history.md"
    monkeypatch.setattr(sys, "argv", ["regions", "--archive", str(archive), "--replicates", "50", "--write", str(page)])
    regions.main()
    assert "windows of 4 years, raw signs: 2 of 2 came out" in capsys.readouterr().out
    assert "## South Caucasus" in page.read_text()


def test_the_command_of_the_external_check(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    (tmp_path / "votes").mkdir()
    rows = ["session,rcid,AM,AZ,TR", *(f"59.0,{number}.0,{number % 3 + 1},{number % 2 + 1},1" for number in range(30))]
    (tmp_path / "votes" / "unga_votes-1991-2014.csv").write_text("\n".join(rows))
    monkeypatch.setattr(external, "_VOTES", Path("votes") / "unga_votes-1991-2014.csv")
    page = tmp_path / "external.md"
    monkeypatch.setattr(
        sys, "argv", ["external", "--archive", str(archive), "--data", str(tmp_path), "--json", "--write", str(page)]
    )
    external.main()
    told = json.loads(capsys.readouterr().out)
    assert told["dyad_years"] == 3
    assert told["rows"][0]["found"]["reason"] == "fewer than 20 dyad-years"
    assert "Not estimable: fewer than 20 dyad-years." in page.read_text()
