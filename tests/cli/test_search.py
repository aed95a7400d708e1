"""The commands that ask an archive, as a person types them; battery rows 13, 40 and 41."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.archive.corpus import small_archive
from verbale.cli import commands

LISTINGS = ("people", "formats", "projects", "proposals", "figures", "agreements", "meetings")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = small_archive(tmp_path_factory.mktemp("archive") / "small.verbale")
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, list(arguments), prog_name="verbale", env={"COLUMNS": "100"})


def test_results_read_as_sentences_with_their_source(archive: str) -> None:
    result = run("search", archive, '"border closure"')
    assert result.exit_code == 0
    assert "Selim Kıran say" in result.output
    assert "He said that the «border closure» harms trade." in result.output
    assert "Border closed" in result.output
    assert "+1 copy" in result.output
    assert "1–1 of 1" in result.output


def test_nothing_found_is_no_error(archive: str) -> None:
    result = run("search", archive, "zebra")
    assert (result.exit_code, result.output) == (0, "nothing found\n")


def test_count_json_and_facets_agree(archive: str) -> None:
    asked = ("search", archive, "--speaker-country", "Turkey", "--kind", "statement")
    told = json.loads(run(*asked, "--json").output)
    assert run(*asked, "--count").output == "3\n"
    assert told["total"] == len(told["hits"]) == 3
    assert {"id", "speaker", "sentence", "start", "end", "copies", "actors"} <= set(told["hits"][0])
    assert {"facet": "act", "value": "condemn", "count": 1} in json.loads(run(*asked, "--facets", "--json").output)
    assert "condemn" in run(*asked, "--facets").output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["%"], "give a letter or a digit"),
        (["x" * 100_000], "search for fewer words"),
        (["--speaker-country", "Turkei"], "no country is known as 'Turkei'"),
        (["--from", "soon"], "write 2020, 2020-09 or 2020-09-16"),
        (["--sort", "name;drop"], "is not one of"),
        (["--type", "MURDER"], "is not one of"),
        (["--json", "--csv"], "choose one"),
    ],
)
def test_what_cannot_be_answered_is_told(archive: str, arguments: list[str], told: str) -> None:
    result = run("search", archive, *arguments)
    assert result.exit_code == 2
    assert told in result.output


def test_no_archive_is_told(tmp_path: Path) -> None:
    for command in ("search", *LISTINGS):
        result = run(command, str(tmp_path / "none.verbale"))
        assert result.exit_code == 2
        assert "there is no such archive" in result.output


def test_csv_is_exact_unless_asked_to_be_safe(archive: str) -> None:
    asked = ("search", archive, "withdrew", "--kind", "event", "--csv")
    exact = next(csv.DictReader(io.StringIO(run(*asked).output)))
    guarded = run(*asked, "--excel-safe").output
    assert guarded.startswith("\ufeff")  # without it Excel misreads UTF-8
    safe = next(csv.DictReader(io.StringIO(guarded.removeprefix("\ufeff"))))
    assert exact["title"] == '=HYPERLINK("x")'
    assert safe["title"] == '\'=HYPERLINK("x")'
    assert exact["publisher"] == "Herald \x1b[31m"
    assert exact["start"] == safe["start"] == "0"


def test_a_document_cannot_steer_the_terminal(archive: str) -> None:
    for arguments in (["search", archive, "withdrew"], ["proposals", archive], ["search", archive, "--facets"]):
        assert "\x1b" not in run(*arguments).output


@pytest.mark.parametrize("command", LISTINGS)
def test_listings_answer_in_every_form(archive: str, command: str) -> None:
    assert run(command, archive).exit_code == 0
    rows = json.loads(run(command, archive, "--json").output)
    table = list(csv.DictReader(io.StringIO(run(command, archive, "--csv").output)))
    assert len(rows) == len(table)
    assert all(row["origins"] >= 1 and "first" in row for row in rows)
    assert json.loads(run(command, archive, "--json", "--limit", "0").output) == []
    assert json.loads(run(command, archive, "--json", "--from", "2030").output) == []


def test_formats_tell_how_often_they_met(archive: str) -> None:
    output = run("formats", archive).output
    assert "met 2×" in output
    assert "2021-03-03" in output
    assert "“The leaders of Azerbaijan, Georgia and Turkey met in Tbilisi”" in output


def test_proposals_repeated_or_done(archive: str) -> None:
    assert [row["by"] for row in json.loads(run("proposals", archive, "--repeated", "--json").output)] == ["TUR"]
    assert "AZE" in [row["by"] for row in json.loads(run("proposals", archive, "--done", "--json").output)]
    assert "reported as done" in run("proposals", archive).output


def test_people_show_their_offices(archive: str) -> None:
    output = run("people", archive, "--country", "TUR").output
    assert "Selim Kıran" in output
    assert "Deputy Minister" in output
    assert "Əliyeva" not in output


def test_show_a_fact_and_its_document(archive: str) -> None:
    (hit,) = json.loads(run("search", archive, "harms", "--json").output)["hits"]
    fact = run("show", archive, hit["id"])
    assert "›the border closure harms trade‹" in " ".join(fact.output.split())
    assert f"[{hit['start']}, {hit['end']})" in fact.output
    document = run("show", archive, hit["document"])
    assert "[s2 Selim Kıran: the border closure harms" in document.output
    assert "same origin" in document.output
    assert json.loads(run("show", archive, hit["id"], "--json").output)["element"]["id"] == "s2"
    assert json.loads(run("show", archive, hit["document"], "--json").output)["record"]["schema"] == "verbale/1"


@pytest.mark.parametrize("name", ["../../etc/passwd", "%2e%2e", "123", "s1"])
def test_show_refuses_what_is_no_id(archive: str, name: str) -> None:
    result = run("show", archive, name)
    assert result.exit_code == 2
    assert "is no id" in result.output


@pytest.mark.parametrize("command", ["search", "show", *LISTINGS])
def test_help_has_an_example(command: str) -> None:
    assert f"verbale {command} press.verbale" in run(command, "--help").output
