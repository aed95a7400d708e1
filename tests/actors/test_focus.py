"""The memory that pronouns resolve against: nearest, subjects first, abstaining on ties."""

from __future__ import annotations

from verbale.actors.focus import Focus, Seen


def _seen(actor: str, token: int, sentence: int, *, subject: bool = False, verb: int = 0) -> Seen:
    return Seen(actor, token, sentence, subject, verb)


def _best(focus: Focus, sentence: int, *, barred: int | None = None, parted: bool = False) -> str | None:
    return focus.best_person(None, sentence, barred_verb=barred, parted=parted)


def test_nobody_is_found_in_an_empty_memory() -> None:
    assert _best(Focus(), 0) is None


def test_the_last_subject_beats_the_last_object() -> None:
    focus = Focus()
    focus.people.extend([_seen("person:a", 0, 0, subject=True, verb=1), _seen("person:b", 3, 0, verb=1)])
    assert _best(focus, 1) == "person:a"


def test_a_subject_two_sentences_back_yields_to_the_one_before() -> None:
    focus = Focus()
    focus.people.extend([_seen("person:a", 0, 0, subject=True), _seen("person:b", 9, 1, subject=True)])
    assert _best(focus, 2) == "person:b"


def test_equal_claims_are_left_open() -> None:
    focus = Focus()
    focus.people.extend([_seen("person:a", 0, 0), _seen("person:b", 3, 0)])
    assert _best(focus, 1) is None


def test_an_object_is_not_its_own_subject() -> None:
    focus = Focus()
    focus.people.extend([_seen("person:b", 0, 0), _seen("person:a", 9, 1, subject=True, verb=10)])
    assert _best(focus, 1, barred=10) == "person:b"


def test_a_new_paragraph_goes_back_to_the_speaker() -> None:
    focus = Focus()
    focus.people.extend([_seen("person:a", 0, 0, subject=True), _seen("person:b", 9, 1, subject=True)])
    focus.speaker = "person:a"
    assert _best(focus, 2) == "person:b"
    assert _best(focus, 2, parted=True) == "person:a"


def test_memory_ends() -> None:
    focus = Focus()
    focus.people.append(_seen("person:a", 0, 0, subject=True))
    assert _best(focus, 99) is None
    focus.people.extend(_seen(f"person:{number}", number, 5) for number in range(99))
    assert len(focus.people) < 99


def test_only_those_allowed() -> None:
    focus = Focus()
    focus.people.extend([_seen("person:a", 0, 0, subject=True), _seen("person:b", 3, 0)])
    assert focus.best_person({"person:b"}, 1, barred_verb=None, parted=False) == "person:b"
