from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.archive.relating import Writer, actor, archive_of, minister
from verbale.analysis.tie_table import LAYERS, TieTable
from verbale.archive.acting import state_of
from verbale.archive.store import open_store
from verbale.archive.tie_evidence import evidence_of
from verbale.archive.ties import _query, plover_score, read_ties


def ties_of(tmp_path: Path, *writers: Writer, **options: Any) -> TieTable:
    archive = archive_of(tmp_path / "a.verbale", *writers)
    with open_store(archive, read_only=True) as store, store.reading() as connection:
        return read_ties(connection, **options)


def shown(ties: TieTable) -> list[tuple[str, str, str, float]]:
    return sorted(
        (
            LAYERS[ties.layer[row]],
            ties.states[ties.source[row]],
            ties.states[ties.target[row]],
            round(float(ties.value[row]), 3),
        )
        for row in range(len(ties))
    )


def test_a_stance_is_a_tie_and_a_mention_is_a_neutral_one(tmp_path: Path) -> None:
    ties = ties_of(tmp_path, Writer().say("TUR", ["AZE", "ARM"], AZE=0.8))
    assert shown(ties) == [("words", "TUR", "ARM", 0.0), ("words", "TUR", "AZE", 0.8)]


def test_officials_and_ministries_stand_for_their_state_and_others_do_not(tmp_path: Path) -> None:
    writer = Writer().know(
        minister("person:a", "TUR"),
        actor("org:mfa-arm", kind="organisation", country="ARM", sector="GOV"),
        actor("org:club-arm", kind="organisation", country="ARM", sector="SOC"),
        actor("org:people-geo", kind="group", country="GEO", sector="CVL"),
        actor("person:writer", kind="person", country="GEO", sector="JRN"),
    )
    writer.say("person:a", ["org:people-geo", "person:writer"], **{"org:mfa-arm": -0.6, "org:club-arm": 0.9})
    assert shown(ties_of(tmp_path, writer)) == [("words", "TUR", "ARM", -0.6)]


def test_several_stances_toward_one_state_are_one_tie(tmp_path: Path) -> None:
    writer = Writer().know(minister("person:b", "ARM")).say("TUR", [], **{"ARM": -0.8, "person:b": -0.4})
    assert shown(ties_of(tmp_path, writer)) == [("words", "TUR", "ARM", -0.6)]


def test_what_speaks_for_no_state_is_counted_as_left_out(tmp_path: Path) -> None:
    writer = Writer().know(actor("org:ngo", kind="organisation", sector="NGO")).say("org:ngo", ["TUR"], TUR=-0.5)
    ties = ties_of(tmp_path, writer)
    assert len(ties) == 0
    assert dict(ties.left_out) == {"statement that speaks for no state": 1}


def test_words_that_another_state_reports_are_hearsay(tmp_path: Path) -> None:
    writer = Writer().say("AZE", []).say("ARM", ["TUR"], within="s1", TUR=-0.9)
    ties = ties_of(tmp_path, writer)
    assert shown(ties) == []
    assert ties.left_out == (("statement that an official of another state reports", 1),)


def test_deeds_and_claims_stay_apart(tmp_path: Path) -> None:
    writer = Writer().say("AZE", []).act(["ARM"], ["AZE"], claimed_by="s1").act(["TUR"], ["AZE"], "AID", quad=2)
    ties = ties_of(tmp_path, writer)
    assert shown(ties) == [("claims", "ARM", "AZE", -1.0), ("deeds", "TUR", "AZE", 1.0)]
    claim = ties.of_layer("claims")
    assert claim.states[claim.claimant[0]] == "AZE"
    assert ties.of_layer("deeds").claimant[0] == -1
    assert ties.of_layer("deeds").score[0] == plover_score("AID", None) == 10.0


@pytest.mark.parametrize("status", ["planned", "called-for", "hypothetical", "negated"])
def test_what_did_not_happen_is_no_deed(tmp_path: Path, status: str) -> None:
    ties = ties_of(tmp_path, Writer().act(["ARM"], ["AZE"], status=status))
    assert len(ties) == 0
    assert ties.left_out == ((f"event that is {status}", 1),)


def test_a_shared_event_joins_each_with_each(tmp_path: Path) -> None:
    ties = ties_of(tmp_path, Writer().act(["TUR", "AZE"], [], "CONSULT", quad=1))
    assert shown(ties) == [("deeds", "AZE", "TUR", 0.5), ("deeds", "TUR", "AZE", 0.5)]


@pytest.mark.parametrize(
    ("disputed", "target"), [("self", "disputed:abkhazia"), ("de-jure", "GEO"), ("drop", None)]
)  # fmt: skip
def test_a_setting_chooses_what_disputed_entities_are(tmp_path: Path, disputed: Any, target: str | None) -> None:
    entity = actor("disputed:abkhazia", kind="disputed", country=None, sector="PRE")
    writer = Writer().know(entity).say("RUS", ["disputed:abkhazia"])
    wanted = [("words", "RUS", target, 0.0)] if target else []
    assert shown(ties_of(tmp_path, writer, disputed=disputed)) == wanted


def test_copies_of_one_story_weigh_as_one(tmp_path: Path) -> None:
    words = " ".join(
        f"Turkey called Azerbaijan its brother number {n} in a long and winding sentence." for n in range(12)
    )
    copies = [Writer(publisher=f"Site {n}").say("TUR", ["AZE"], words=words, AZE=0.8) for n in range(4)]
    ties = ties_of(tmp_path, *copies, Writer(publisher="Other").say("TUR", ["AZE"], AZE=-0.2))
    assert len(ties.documents) == 5
    assert len(ties.origins) == 2
    assert float(ties.weight.sum()) == pytest.approx(2.0)


def test_dates_keep_their_precision_and_their_absence(tmp_path: Path) -> None:
    date = {"start": "1992-01-01", "end": None, "precision": "year", "basis": "stated"}
    ties = ties_of(
        tmp_path, Writer(day=None).say("TUR", ["AZE"]), Writer(day="2019-03").act(["ARM"], ["AZE"], date=date).act(["AZE"], ["ARM"])
    )  # fmt: skip
    found = {
        (ties.states[s], str(day), int(p)) for s, day, p in zip(ties.source, ties.day, ties.precision, strict=True)
    }
    assert found == {("TUR", "NaT", 0), ("ARM", "1992-01-01", 2), ("AZE", "2019-03-01", 1)}


def test_facts_of_low_confidence_can_be_left_out(tmp_path: Path) -> None:
    writer = Writer().say("TUR", ["AZE"], confidence=0.3).say("TUR", ["ARM"])
    ties = ties_of(tmp_path, writer, min_confidence=0.5)
    assert shown(ties) == [("words", "TUR", "ARM", 0.0)]
    assert ties.left_out == (("confidence below the least wanted", 1),)


def test_evidence_leads_back_to_the_sentence(tmp_path: Path) -> None:
    writer = Writer().know(minister("person:a", "TUR")).say("person:a", [], AZE=0.7, words="We stand with Baku.")
    writer.act(["ARM"], ["AZE"], claimed_by="s1")
    archive = archive_of(tmp_path / "a.verbale", writer)
    with open_store(archive, read_only=True) as store, store.reading() as connection:
        rows = evidence_of(connection, read_ties(connection))
    assert [(row.layer, row.quote, row.speaker, row.publisher) for row in rows] == [
        ("words", "We stand with Baku.", "person:a", "Daily"),
        ("claims", "ARM ASSAULT AZE happened 0.", "person:a", "Daily"),
    ]
    assert writer.text[rows[0].start : rows[0].end] == rows[0].quote


def test_a_state_stands_behind_nobody_unknown() -> None:
    assert state_of(None) is None
    assert state_of(actor("org:un", kind="igo", sector="IGO")) is None
    former = actor("person:x", kind="person", country="FRA", sector="ELI")
    assert state_of(former) is None


def test_actors_are_looked_up_by_item(tmp_path: Path) -> None:
    archive = archive_of(tmp_path / "a.verbale", Writer().say("TUR", ["AZE"], AZE=0.8))
    with open_store(archive, read_only=True) as store, store.reading() as connection:
        query = str(_query().compile(connection, compile_kwargs={"literal_binds": True}))
        plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
    assert any("item_actors USING" in step and "(item_id=?)" in step for step in plan), plan
