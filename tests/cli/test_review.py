from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.archive.reviewable import TEXT, archive, read_again, record, reread
from verbale.archive.store import open_store
from verbale.cli import commands
from verbale.cli.reviewers import reviewer_name
from verbale.record import Rows


class Review:
    """Runs `verbale review` on an archive of one document."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, *arguments: str, keys: str | None = None) -> Result:
        environment = {"COLUMNS": "120", "VERBALE_REVIEWER": "Ana"}
        return CliRunner().invoke(commands, ["review", str(self.path), *arguments], input=keys, env=environment)

    def json(self, *arguments: str) -> Any:
        result = self(*arguments, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def verdicts(self) -> dict[str, str]:
        return {fact["id"].split("/")[1]: fact["verdict"] for fact in self.json("list", "--verdict", "any")}

    def id_of(self, local_id: str) -> str:
        facts = self.json("list") + self.json("list", "--verdict", "any")
        found: str = next(fact["id"] for fact in facts if fact["id"].endswith(f"/{local_id}"))
        return found


@pytest.fixture
def review(tmp_path: Path) -> Review:
    archive(tmp_path).close()
    return Review(tmp_path / "a.verbale")


def keys(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def test_a_walk_shows_the_sentence_with_its_evidence_and_the_fields(review: Review) -> None:
    result = review(keys=keys("q"))
    assert result.exit_code == 0
    assert "1 of 5  statement" in result.stdout
    assert "Minister Ana Silva said that ⟦Norway condemned the raid⟧." in result.stdout
    assert "Ana Silva (person:ana-silva)" in result.stdout
    assert "act say" in result.stdout
    assert "Decided: nothing" in result.stdout
    assert "Reviewing as Ana (from VERBALE_REVIEWER)" in result.stderr


@pytest.mark.parametrize(
    ("lines", "verdicts"),
    [
        (["a", "r", "q"], {"s1": "accepted", "s2": "rejected"}),
        (["s", "a", "q"], {"s2": "accepted"}),
        (["a", "u", "r", "q"], {"s1": "rejected"}),
        (["a", "a", "u", "u", "q"], {}),
        (["u", "a", "q"], {"s1": "accepted"}),
        (["x", "?", "a"], {"s1": "accepted"}),
        (["c", "act=condemn", "", "q"], {"s1": "corrected"}),
        (["c", "", "a", "q"], {"s1": "accepted"}),
        (["c", "act=shout", "", "c", "act=condemn", "", "q"], {"s1": "corrected"}),
        (["c", "fields", "act=condemn"], {"s1": "corrected"}),
        ([], {}),
        (["", "A"], {"s1": "accepted"}),
        (["a"] * 9, dict.fromkeys(("s1", "s2", "e1", "e2", "f1"), "accepted")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_keys(review: Review, lines: list[str], verdicts: dict[str, str]) -> None:
    result = review(keys=keys(*lines))
    assert result.exit_code == 0, result.output
    assert review.verdicts() == verdicts


def test_filters_and_limit_of_a_walk(review: Review) -> None:
    assert "1 of 1  event" in review("--kind", "event", "--limit", "1", keys="q\n").stdout
    assert "1 of 4" in review("--country", "Chile", keys="q\n").stdout
    assert review("--from", "2021", keys="q\n").stdout == "nothing to review here\n"
    assert "no country is known" in review("--country", "Atlantis", keys="q\n").stderr


def test_a_correction_through_the_editor(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str | None] = ["no json", None]

    def edit(text: str, **_: Any) -> str | None:
        return written.pop(0) if written else text.replace('"say"', '"condemn"')

    monkeypatch.setattr("click.edit", edit)
    result = review(keys=keys("c", "edit", "c", "edit", "c", "edit", "q"))
    assert "no JSON" in result.stdout
    assert "nothing was changed in the editor" in result.stdout
    assert review.verdicts() == {"s1": "corrected"}


def test_another_reviewer_in_between_is_told_and_the_fact_shown_again(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    from verbale.archive import deciding, queue

    shown = queue.fact_of
    raced: list[int] = []

    def racing(store: Any, name: Any) -> Any:
        fact = shown(store, name)
        if not raced:
            raced.append(deciding.decide(store, fact.number, "reject", reviewer="Ben").review.number)
        return fact

    monkeypatch.setattr(queue, "fact_of", racing)
    result = review(keys=keys("a", "s", "q"))
    assert "was changed in the meantime (now rejected)" in result.stdout
    assert [made["reviewer"] for made in review.json("history")] == ["Ben"]


def test_accept_reject_correct_undo_by_id(review: Review) -> None:
    first, second = review.id_of("s1"), review.id_of("s2")
    assert review("accept", first, second).stdout.splitlines() == ["1  accept statement s1", "2  accept statement s2"]
    assert review("reject", second, "--reason", "not said").exit_code == 0
    done = review.json("correct", first, "--set", "act=condemn", "--set", "about=CHL")
    assert (done["reviewer"], done["after"]["cue"]["act"], done["after"]["about"]) == ("Ana", "condemn", ["CHL"])
    assert review.verdicts() == {"s1": "corrected", "s2": "rejected"}
    assert review("undo", first, second).stdout.splitlines() == [
        "4  undone: correct statement s1",
        "3  undone: reject statement s2",
    ]
    assert review.verdicts() == {"s1": "accepted", "s2": "accepted"}
    told = review.json("history")
    assert [(made["number"], made["state"], made["reason"]) for made in told] == [
        (1, "holds", None), (2, "holds", None), (3, "undone", "not said"), (4, "undone", None)
    ]  # fmt: skip


def test_a_whole_element_and_an_expected_version(review: Review) -> None:
    fact = next(fact for fact in review.json("list") if fact["id"].endswith("/f1"))
    element = json.dumps(fact["element"] | {"value": 21.0})
    assert review("correct", fact["id"], "--element", element, "--expect", fact["version"]).exit_code == 0
    again = review("correct", fact["id"], "--element", element, "--expect", fact["version"])
    assert (again.exit_code, "meantime" in again.stderr) == (2, True)


def test_merge_and_its_undoing(review: Review) -> None:
    done = review("merge", "person:a-silva", "person:ana-silva")
    assert done.stdout == "1  merge person:a-silva → person:ana-silva, 1 document changed\n"
    assert review("merge", "person:ana-silva", "person:a-silva").exit_code == 2
    assert [made["action"] for made in review.json("history", "--actor", "person:a-silva")] == ["merge"]
    assert "undone: merge" in review("undo", "--decision", "1").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (["accept"], 2, "Missing argument"),
        (["accept", "nothing"], 2, "is no fact of the archive"),
        (["accept", "0000000000/s1"], 2, "is no fact"),
        (["correct", "1"], 2, "say what is right"),
        (["correct", "1", "--element", "[1"], 2, "no JSON"),
        (["correct", "1", "--element", "[1]"], 2, "JSON object"),
        (["correct", "1", "--element", '{"id": "NOR"}'], 2, "lacks"),
        (["undo"], 2, "name a fact"),
        (["undo", "1"], 2, "no decision to undo"),
        (["undo", "--decision", "7"], 2, "no decision to undo"),
        (["merge", "NOR", "CHL"], 2, "states and disputed entities"),
        (["gold", "--out", "/no/such/folder/gold.jsonl"], 1, "gold.jsonl"),
        (["--kind", "rumour"], 2, "Invalid value"),
    ],
)  # fmt: skip
def test_what_is_refused_changes_nothing(review: Review, arguments: list[str], code: int, complaint: str) -> None:
    result = review(*arguments)
    assert (result.exit_code, complaint in result.stderr) == (code, True), result.output
    assert review.json("history") == []


def test_a_missing_archive_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "none.verbale"
    result = Review(path)("accept", "1")
    assert (result.exit_code, path.exists()) == (2, False)
    assert "there is no such archive" in result.stderr


def test_orphans_are_listed(review: Review) -> None:
    review("accept", review.id_of("e1"))
    with open_store(review.path) as store:
        read_again(store, record(events=Rows()))
    assert [made["state"] for made in review.json("history", "--orphans")] == ["orphan"]
    assert "orphan" in review("history").stdout


def test_how_decisions_stand(review: Review) -> None:
    review("reject", review.id_of("s2"), review.id_of("s1"))
    review("accept", review.id_of("s1"))
    review("accept", review.id_of("e1"))
    review("merge", "person:a-silva", "person:ana-silva")
    with open_store(review.path) as store:
        read_again(store, reread())  # s2 is said by another now, e1 is gone
    assert [made["state"] for made in review.json("history")] == [
        "read otherwise",
        "earlier",
        "holds",
        "orphan",
        "holds",
    ]


def test_hostile_words_do_not_steer_the_terminal(tmp_path: Path) -> None:
    hostile = record()
    import dataclasses

    document = dataclasses.replace(hostile.document, title="T\x1b[31m\u202egniht", publisher="\x07Press")
    archive(tmp_path, dataclasses.replace(hostile, document=document)).close()
    review = Review(tmp_path / "a.verbale")
    review("reject", review.id_of("s1"), "--reason", "\x1b]0;x\x07", "--reviewer", "\x1b[2JBen")
    for result in (review(keys="q\n"), review("list", "--verdict", "any"), review("history")):
        assert not {"\x1b", "\x07", "\u202e"} & set(result.output)


def test_the_gold_set(review: Review, tmp_path: Path) -> None:
    review("accept", review.id_of("s1"))
    review("reject", review.id_of("s2"))
    review("correct", review.id_of("e1"), "--set", "status=negated")
    out = tmp_path / "gold.jsonl"
    assert review("gold", "--out", str(out)).exit_code == 0
    (line,) = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert (line["schema"], line["complete"]) == ("verbale/gold/1", ["statement"])
    assert (line["document"]["text"], line["document"]["date"]) == (TEXT, "2020-09-16")
    assert {(item["kind"], item["verdict"]) for item in line["items"]} == {
        ("statement", "accepted"), ("statement", "rejected"), ("event", "corrected"),
    }  # fmt: skip
    assert review("gold").stdout == out.read_text(encoding="utf-8")


def test_a_gold_set_scores_the_reading_that_it_came_from(review: Review, tmp_path: Path) -> None:
    from evaluation.reviewed import lines_of, score_of

    review(keys="a\n" * 5)
    out = tmp_path / "gold.jsonl"
    review("gold", "--out", str(out))
    score = score_of(list(lines_of(out)), lambda given: [record() for _ in given]).numbers()["kinds"]
    assert {kind: (row["precision"], row["recall"]) for kind, row in score.items()} == dict.fromkeys(
        ("statement", "event", "figure"), (1.0, 1.0)
    )
    newer = score_of(list(lines_of(out)), lambda given: [reread() for _ in given]).numbers()["kinds"]
    assert (newer["statement"]["precision"], newer["event"]["recall"]) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("given", "environment", "git", "expected"),
    [
        ("Eva", "Ana", "Git", ("Eva", "--reviewer")),
        (None, "Ana", "Git", ("Ana", "VERBALE_REVIEWER")),
        (" ", "", "Git", ("Git", "git's user.name")),
        (None, "", "", ("me", "the system's user name")),
    ],
)
def test_who_reviews(
    monkeypatch: pytest.MonkeyPatch, given: str | None, environment: str, git: str, expected: tuple[str, str]
) -> None:
    monkeypatch.setenv("VERBALE_REVIEWER", environment)
    monkeypatch.setattr("verbale.cli.reviewers._git_name", lambda: git)
    monkeypatch.setattr("getpass.getuser", lambda: "me")
    assert reviewer_name(given) == expected


def test_without_git_there_is_no_name_of_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("VERBALE_REVIEWER", raising=False)
    monkeypatch.setattr("getpass.getuser", lambda: "me")
    assert reviewer_name(None) == ("me", "the system's user name")


@pytest.mark.parametrize("name", ["walk", "accept", "reject", "correct", "undo", "merge", "list", "history", "gold"])
def test_every_command_has_help(review: Review, name: str) -> None:
    result = review(name, "--help")
    assert (result.exit_code, "Usage:" in result.stdout) == (0, True)
    assert name in CliRunner().invoke(commands, ["review", "--help"]).stdout


def test_the_page_of_review_tells_every_command_and_option() -> None:
    from verbale.cli.review import review as group

    page = (Path(__file__).parents[2] / "docs" / "review.md").read_text(encoding="utf-8")
    missing = [name for name in group.commands if name not in page]
    options = {
        option
        for command in group.commands.values()
        for one in command.params
        for option in one.opts
        if option.startswith("--")
    }
    assert not missing + sorted(option for option in options if option not in page)
