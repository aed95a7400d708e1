from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.archive.relating import actor
from tests.brief.made import Scribe, archive_of, brief_from, brief_of, minister, relation
from verbale.archive.store import Store, open_store
from verbale.archive.tables import documents
from verbale.brief import Brief, pair_of, region_of
from verbale.brief.model import Line, Section
from verbale.errors import InputError, QueryError


def section(brief: Brief, name: str) -> Section:
    return next(one for one in sections(brief.sections) if one.id == name)


def sections(given: tuple[Section, ...]) -> Iterator[Section]:
    for one in given:
        yield one
        yield from sections(one.parts)


def lines(given: tuple[Line, ...]) -> Iterator[Line]:
    for one in given:
        yield one
        yield from lines(one.under)


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    return brief_of(tmp_path_factory.mktemp("archive"), *relation())


def test_every_line_is_cited_and_every_citation_leads_to_its_words(tmp_path: Path) -> None:
    archive = archive_of(tmp_path / "a.verbale", *relation())
    made = brief_from(archive)
    passages = {one.number: (source, one) for source in made.sources for one in source.passages}
    cited = [number for part in sections(made.sections) for line in lines(part.lines) for number in line.cites]
    assert all(line.cites for part in sections(made.sections) for line in lines(part.lines))
    assert cited
    assert set(cited) <= set(passages)
    with open_store(archive, read_only=True) as store:
        texts = _texts(store)
    for source, one in passages.values():
        assert texts[source.key][one.start : one.end] == one.quote
        assert f"{one.before}{one.quote}{one.after}" in texts[source.key]


def _texts(store: Store) -> dict[str, str]:
    with store.reading() as connection:
        return {row.key: row.text for row in connection.execute(select(documents.c.key, documents.c.text))}


def test_statements_stand_by_side_with_office_act_and_stance(brief: Brief) -> None:
    turkish, azeri = section(brief, "statements-TUR").lines, section(brief, "statements-AZE").lines
    last = turkish[-1]
    assert (last.date, last.what, last.toward) == ("2020-05-01", "support", "Azerbaijan +0.8")
    assert last.who == "person:a, Minister (Turkey)"
    assert [one.date for one in azeri] == ["2021-06-02", "2020-05-01"]
    assert azeri[1].toward == "Turkey −0.6"


def test_deeds_are_not_claims(brief: Brief) -> None:
    assert [one.what for one in section(brief, "deeds").lines] == ["aid"]
    (claim,) = section(brief, "claims").lines
    assert claim.claim
    assert claim.what == "Turkey → Azerbaijan: coerce"
    assert claim.who == "claimed by person:b, Minister (Azerbaijan)"


def test_a_denial_stands_below_its_claim(brief: Brief) -> None:
    (denial,) = section(brief, "claims").lines[0].under
    assert denial.who == "denied by Turkey"
    assert denial.quote == "No lorries of Azerbaijan were seized at any gate."


@pytest.mark.parametrize(
    ("speaker", "act", "words", "denied"),
    [
        ("TUR", "deny", "Nobody seized any lorries.", True),
        ("TUR", "reject", "Turkey rejects that lorries were seized at the gate.", True),
        ("TUR", "reject", "Turkey rejected that account of the day.", True),
        ("TUR", "reject", "A meeting of the ministers next week is not needed.", False),  # of something else
        ("AZE", "deny", "Nobody seized any lorries.", False),  # the claimant
        ("IRN", "deny", "Nobody seized any lorries.", False),  # a third party knows nothing of it
    ],
)
def test_who_denies_a_claim(tmp_path: Path, speaker: str, act: str, words: str, denied: bool) -> None:
    writer = Scribe()
    writer.say("AZE", ["TUR"], words="Turkish officers seized forty lorries at the second gate.", TUR=-0.9)
    writer.act(["TUR"], ["AZE"], "COERCE").claimed()
    writer.say(speaker, ["AZE"] if speaker != "AZE" else ["TUR"], words=words).cued(act)
    (claim,) = section(brief_of(tmp_path, writer), "claims").lines
    assert bool(claim.under) is denied


def test_the_same_event_told_as_not_having_happened_denies_a_claim(tmp_path: Path) -> None:
    first = Scribe().say("AZE", ["TUR"], words="They crossed the river at dawn with tanks.", TUR=-0.9)
    first.act(["TUR"], ["AZE"], "ASSAULT", claimed_by="s1")
    second = Scribe("Weekly", "2020-05-03")
    second.say("TUR", ["AZE"], words="Our soldiers stayed in their barracks all week long.")
    second.act(["TUR"], ["AZE"], "ASSAULT", claimed_by="s1").negate()
    (claim,) = section(brief_of(tmp_path, first, second), "claims").lines
    assert [(one.who, one.marks) for one in claim.under] == [("denied by Turkey", ("the same event, denied",))]


def test_figures_keep_their_direction_and_are_not_added(brief: Brief) -> None:
    rows = [row.cells for row in section(brief, "figures").tables[0].rows]
    assert {(row[0], row[2]) for row in rows} == {
        ("$20 billion", "Azerbaijan → Turkey"),
        ("$11 billion", "Turkey → Azerbaijan"),
    }


def test_listings_hold_what_both_share(brief: Brief) -> None:
    assert section(brief, "projects").tables[0].rows[0].cells[:2] == ("Northern Line railway", "railway")
    assert section(brief, "agreements").tables[0].rows[0].cells[3] == "2020-04-02"
    assert section(brief, "formats").lines[0].who == "Three of the Lake"
    assert section(brief, "proposals").lines[0].who == "Azerbaijan → Turkey"
    assert {row.cells[0] for row in section(brief, "people").tables[0].rows} == {"person:a", "person:b"}


def test_the_timeline_is_in_order_and_tells_dates_of_report(brief: Brief) -> None:
    found = [(one.date, one.reported, one.what) for one in section(brief, "timeline").lines]
    assert found == [("2020-04-03", False, "meeting: talks"), ("2020-05-01", True, "aid")]


def test_copies_are_one_line_and_rejected_facts_none(tmp_path: Path) -> None:
    words = "Turkey welcomes the results of the long negotiations on the water of the border river."
    copies = [Scribe(name).say("TUR", ["AZE"], words=words, AZE=0.5) for name in ("One", "Two", "Three")]
    archive = archive_of(tmp_path / "a.verbale", *copies)
    (line,) = section(brief_from(archive), "statements-TUR").lines
    assert "+2 copies" in line.marks
    with open_store(archive) as store, store.writing() as connection:
        connection.exec_driver_sql("UPDATE items SET verdict = 'rejected' WHERE kind = 'statement'")
    assert not section(brief_from(archive), "statements-TUR").lines


def test_corrected_facts_are_marked(tmp_path: Path) -> None:
    archive = archive_of(tmp_path / "a.verbale", *relation())
    with open_store(archive) as store, store.writing() as connection:
        connection.exec_driver_sql("UPDATE items SET verdict = 'corrected' WHERE kind = 'event' AND code = 'AID'")
    assert "corrected by a reviewer" in section(brief_from(archive), "deeds").lines[0].marks


def test_one_event_of_one_day_in_several_texts_is_one_line(tmp_path: Path) -> None:
    when = {"start": "2020-04-09", "end": None, "precision": "day", "basis": "stated"}
    writers = [
        Scribe("One", "2020-05-01").act(["TUR"], ["AZE"], "AID", quad=2, date=when),
        Scribe("Two", "2020-06-01").say("GEO", ["RUS"], words="Tbilisi speaks of quite other things here, at length and alone.").act(
            ["TUR"], ["AZE"], "AID", quad=2, date=when
        ),
    ]  # fmt: skip
    (line,) = section(brief_of(tmp_path, *writers), "deeds").lines
    assert len(line.cites) == 2
    assert (line.date, line.reported) == ("2020-04-09", False)


def test_numbers_tell_unobserved_from_zero(brief: Brief) -> None:
    rows = {row.cells[:2]: row.cells[2] for row in section(brief, "glance").tables[0].rows}
    assert rows["deeds", "Azerbaijan → Turkey"] == "unobserved"
    assert rows["words", "Turkey → Azerbaijan"] == "+0.40 (positive)"


def test_a_period_holds_only_what_is_in_it(tmp_path: Path) -> None:
    made = brief_of(tmp_path, *relation(), since="2021-01-01", until="2021-12-31")
    assert section(made, "deeds").is_empty()
    assert [one.date for one in section(made, "statements-AZE").lines] == ["2021-06-02"]
    assert ("Period", "2021-01-01 to 2021-12-31") in made.head


def test_a_limit_says_how_much_is_left_out(tmp_path: Path) -> None:
    writer = Scribe()
    for number in range(9):
        writer.say(
            "TUR", ["AZE"], words=f"Statement number {number} of the minister about matter {number}.", AZE=number / 10
        )
    found = section(brief_of(tmp_path, writer, limit=4), "statements-TUR")
    assert (len(found.lines), found.more) == (4, 5)
    assert any(one.toward == "Azerbaijan +0.8" for one in found.lines)


def test_an_empty_archive_gives_a_dossier_that_says_so(tmp_path: Path) -> None:
    made = brief_of(tmp_path)
    assert not made.sources
    assert all(one.is_empty() or one.id == "glance" for one in made.sections)
    assert all(one.empty for one in made.sections if one.is_empty())


def test_nothing_on_the_pair(tmp_path: Path) -> None:
    made = brief_of(tmp_path, Scribe().say("KEN", ["ETH"], ETH=0.4))
    assert not made.sources
    assert any("Unobserved" in one for one in made.cautions)


def test_one_sided_archives_say_so(tmp_path: Path) -> None:
    made = brief_of(tmp_path, Scribe("Agency").say("TUR", ["AZE"], AZE=0.4))
    assert "Unobserved, no official statement found: Azerbaijan of Turkey." in made.cautions
    assert "One publisher only (Agency): read it as one side's account." in made.cautions
    (tmp_path / "b").mkdir()
    unknown = brief_of(tmp_path / "b", Scribe(None).say("TUR", ["AZE"], AZE=0.4))
    assert any("are not known" in one for one in unknown.cautions)


def test_a_region_has_pairs_and_camps(tmp_path: Path) -> None:
    pytest.importorskip("highspy")
    writers = [
        Scribe("One").say("TUR", ["AZE", "ARM"], AZE=0.8, ARM=-0.7).say("TUR", ["AZE"], AZE=0.6),
        Scribe("Two").say("AZE", ["ARM", "TUR"], ARM=-0.9, TUR=0.8).say("AZE", ["ARM"], ARM=-0.8),
        Scribe("Three").say("ARM", ["AZE", "TUR"], AZE=-0.9, TUR=-0.5),
    ]
    made = brief_of(tmp_path, *writers, about="ARM,AZE,TUR")
    assert made.states == ("ARM", "AZE", "TUR")
    assert len(section(made, "glance").tables[0].rows) == 6
    camps = {row.cells[0]: row.cells[1] for row in section(made, "camps").tables[1].rows}
    assert camps["Turkey"] == camps["Azerbaijan"] != camps["Armenia"]
    assert section(made, "statements-ARM").lines


def test_a_region_is_told_window_by_window(tmp_path: Path) -> None:
    writers = [
        Scribe(name, f"{year}-05-01").say("TUR", ["AZE", "ARM"], AZE=0.8, ARM=-0.7).say("TUR", ["AZE", "ARM"], AZE=0.6, ARM=-0.6)
        for year in (2018, 2020)
        for name in ("One", "Two")
    ]  # fmt: skip
    made = brief_of(tmp_path, *writers, about="ARM,AZE,TUR")
    (table,) = section(made, "camps-over-time").tables
    assert [row.cells[0] for row in table.rows] == ["2018", "2020"]  # nothing is observed in 2019
    assert {frozenset(row.cells[3:5]) for row in table.rows} == {frozenset({"Azerbaijan, Turkey", "Armenia"})}
    (tmp_path / "b").mkdir()
    assert not [
        one
        for one in sections(brief_of(tmp_path / "b", *writers[:2], about="ARM,AZE,TUR").sections)
        if one.id == "camps-over-time"
    ]


def test_people_of_no_office_are_other_voices(tmp_path: Path) -> None:
    writer = Scribe().know(actor("person:c", kind="person", country="AZE"), minister("person:d", "TUR"))
    writer.say("person:c", ["TUR"], words="An analyst in Baku doubts that Ankara will agree.", TUR=-0.3)
    writer.statements[-1]["speaks_for"] = []
    made = brief_of(tmp_path, writer)
    assert section(made, "statements-AZE").is_empty()
    assert section(made, "statements-others").lines[0].who == "person:c"


def test_the_same_archive_gives_the_same_dossier_in_any_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    titled = [dict(zip(("One", "Two"), relation(), strict=True)) for _ in range(2)]
    for documents_of in titled:
        for title, writer in documents_of.items():
            writer.metadata["title"] = title
    there = brief_of(tmp_path, *titled[0].values())
    back = brief_of(tmp_path / "b", *reversed(titled[1].values()))
    assert there == back


def test_unknown_states_and_one_state_twice_are_refused() -> None:
    with pytest.raises(InputError, match="no state"):
        pair_of("TUR", "Atlantis")
    with pytest.raises(QueryError, match="same state"):
        pair_of("TUR", "Turkey")
    assert region_of("ARM,AZE").is_pair
