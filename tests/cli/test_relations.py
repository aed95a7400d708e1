from __future__ import annotations

import csv
import io
import json

import pytest

from tests.archive.relating import Writer, archive_of
from tests.cli.conftest import Command


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> str:
    writers = []
    camps = {"TUR": 0, "AZE": 0, "ARM": 1, "RUS": 1}
    for year in (2018, 2020):
        for number in range(24):
            source, target = [(a, b) for a in camps for b in camps if a != b][number % 12]
            value = 0.7 if camps[source] == camps[target] else -0.7
            writer = Writer(publisher=f"Site {number % 3}", day=f"{year}-04-{number + 1:02d}")
            writers.append(
                writer.say(source, [], words=f"{source} on {target} in {year}, word {number}.", **{target: value})
            )
    return str(archive_of(tmp_path_factory.mktemp("a") / "a.verbale", *writers))


def test_relations_by_names_of_countries(verbale: Command, archive: str) -> None:
    shown = verbale("relations", archive, "Turkey", "Armenia", "--both")
    assert shown.exit_code == 0, shown.output
    assert "TUR says of ARM" in shown.output
    assert "ARM says of TUR" in shown.output
    assert "unobserved" in shown.output
    assert "−0.70" in shown.output


def test_relations_as_json_with_evidence(verbale: Command, archive: str) -> None:
    found = json.loads(verbale("relations", archive, "TUR", "AZE", "--json", "--evidence", "--from", "2020").output)
    assert [(row["window"], row["state"], row["volume"]) for row in found["rows"]] == [("2020", "positive", 2.0)]
    assert [row["publisher"] for row in found["evidence"]] == ["Site 0", "Site 0"] or len(found["evidence"]) == 2
    assert all(row["day"].startswith("2020") and row["quote"].startswith("TUR on AZE") for row in found["evidence"])


def test_all_relations_as_csv(verbale: Command, archive: str) -> None:
    rows = list(csv.DictReader(io.StringIO(verbale("relations", archive, "--all", "--by", "month", "--csv").output)))
    assert len(rows) == 24
    assert {row["window"] for row in rows} == {"2018-04", "2020-04"}


def test_polarization_tells_camps_and_what_numbers_rest_on(verbale: Command, archive: str) -> None:
    shown = verbale("polarization", archive, "--region", "TUR,AZE,ARM,RUS", "--replicates", "50")
    assert shown.exit_code == 0, shown.output
    assert "6 of 6" in shown.output
    assert "1 of 3 windows have no observed pair" in shown.output
    found = json.loads(
        verbale(
            "polarization", archive, "--region", "TUR,AZE,ARM,RUS", "--anchor", "Turkey", "--replicates", "50", "--json"
        ).output
    )
    camps = {
        camp["state"]: camp["camp"] for camp in found["camps"] if camp["window"] == "2020" and camp["signs"] == "raw"
    }
    assert camps == {"TUR": "A", "AZE": "A", "ARM": "B", "RUS": "B"}
    assert found["coder"].startswith("measured")
    rows = list(
        csv.DictReader(
            io.StringIO(
                verbale("polarization", archive, "--region", "south-caucasus", "--replicates", "50", "--csv").output
            )
        )
    )
    assert [row["window"] for row in rows] == ["2018", "2018", "2019", "2019", "2020", "2020"]
    assert rows[2]["f_w.reason"] == "no report between states of the panel"


def test_regions_are_listed_without_an_archive(verbale: Command) -> None:
    assert "south-caucasus" in verbale("polarization", "--regions").output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("relations", "ARCHIVE"), "name two countries"),
        (("relations", "ARCHIVE", "Narnia", "TUR"), "no state is called 'Narnia'"),
        (("relations", "ARCHIVE", "TUR", "AZE", "--from", "yesterday"), "is no date"),
        (("relations", "nowhere.verbale", "TUR", "AZE"), "nowhere.verbale"),
        (("polarization",), "name an ARCHIVE"),
        (("polarization", "ARCHIVE", "--rarefy", "many"), "--rarefy takes"),
        (("polarization", "ARCHIVE", "--region", "atlantis"), "atlantis"),
    ],
)
def test_mistakes_are_told(verbale: Command, archive: str, arguments: tuple[str, ...], words: str) -> None:
    failed = verbale(*(archive if part == "ARCHIVE" else part for part in arguments))
    assert failed.exit_code == 2
    assert words in failed.output
