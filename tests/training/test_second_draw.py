"""The draw for the second annotation and its guard, on made-up documents."""

from __future__ import annotations

from pathlib import Path

from training.corpus.markup import Annotated, parse
from training.corpus.sample import PREFIXES, bare, differences, draw


def _document(identity: str, text: str = "{gpe|Peru} waits.") -> Annotated:
    return parse(f"id: {identity}\ngenre: news\nspeaker:\n---\n{text}\n---\n")


def test_every_prefix_is_drawn_alike_and_the_order_given_does_not_matter() -> None:
    documents = [_document(f"{prefix}{number}") for prefix in PREFIXES for number in range(5)]
    drawn = [document.id for document in draw(documents, size=10)]
    assert [sum(name.startswith(prefix) for name in drawn) for prefix in PREFIXES] == [2] * len(PREFIXES)
    assert [document.id for document in draw(documents[::-1], size=10)] == drawn


def test_bare_keeps_head_and_text_only() -> None:
    source = bare(_document("n-1", "{src s1|{gpe|Peru}} {cue s1|says} {st s1|no}.\n\nNo more."))
    assert "{" not in source
    again = parse(source)
    assert (again.meta, again.text) == ({"id": "n-1", "genre": "news", "speaker": ""}, "Peru says no.\n\nNo more.")
    assert not again.spans


def test_differences_name_a_changed_text_and_head(tmp_path: Path) -> None:
    head = "id: {}\ngenre: {}\n---\n{}\n---\n"
    files = {
        "first": {"same": ("news", "{gpe|Peru} waits."), "text": ("news", "Peru waits."), "head": ("news", "Peru")},
        "second": {
            "same": ("news", "Peru {ev e1|waits}."),
            "text": ("news", "Peru wakes."),
            "head": ("report", "Peru"),
        },
    }
    for folder, documents in files.items():
        (tmp_path / folder).mkdir()
        for name, (genre, text) in documents.items():
            (tmp_path / folder / f"{name}.txt").write_text(head.format(name, genre, text), encoding="utf-8")
    found = list(differences(tmp_path / "first", tmp_path / "second"))
    assert found == ["head: another head", "text: other text at 7: 'its.' became 'kes.'"]
