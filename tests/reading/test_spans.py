from __future__ import annotations

import numpy as np

from verbale.reading.spans import decode_names, decode_speech, probabilities

TAGS = ["O", "B-PERSON", "I-PERSON", "B-GPE", "I-GPE"]


def scores(best: list[int], width: int) -> np.ndarray:
    return np.eye(width, dtype=np.float32)[best] * 6


def test_names_start_at_b_and_take_the_likeliest_type() -> None:
    found = decode_names(probabilities(scores([0, 1, 2, 1, 0, 3, 2, 2], 5)), TAGS)
    assert [(name.start, name.end, name.kind) for name in found] == [
        (1, 3, "PERSON"),
        (3, 4, "PERSON"),
        (5, 8, "PERSON"),
    ]


def test_a_name_of_no_type_above_half_is_left_out() -> None:
    assert decode_names(probabilities(scores([0, 1, 4, 0], 5) / 6), TAGS) == []


def test_inside_tag_without_a_start_still_names() -> None:
    found = decode_names(probabilities(scores([0, 4, 4], 5)), TAGS)
    assert [(name.start, name.end, name.kind) for name in found] == [(1, 3, "GPE")]


def test_contents_find_cue_and_source() -> None:
    # "He said A . B , she added": two cues; each source and content points at its own by the vectors.
    layers = {
        "cue": scores([0, 1, 0, 0, 0, 0, 0, 1], 3),
        "source": scores([1, 0, 0, 0, 0, 0, 1, 0], 3),
        "content": scores([0, 0, 1, 0, 1, 0, 0, 0], 5),
    }
    one, two = np.array([9.0, 0.0]), np.array([0.0, 9.0])
    nothing = np.zeros(2)
    vectors = {
        "cue": np.array([nothing, one, nothing, nothing, nothing, nothing, nothing, two]),
        "source": np.array([one, nothing, nothing, nothing, nothing, nothing, two, nothing]),
        "content": np.array([nothing, nothing, one, nothing, two, nothing, nothing, nothing]),
    }
    said = decode_speech(["He", "said", "A", ".", "B", ",", "she", "added"], layers, vectors).said
    assert [(part.content, part.cue, part.source) for part in said] == [
        ((2, 3), (1, 2), (0, 1)),
        ((4, 5), (7, 8), (6, 7)),
    ]


def test_continued_content_has_no_cue() -> None:
    layers = {"cue": scores([1, 0, 0], 3), "source": scores([0, 0, 0], 3), "content": scores([0, 3, 4], 5)}
    vectors = {name: np.zeros((3, 2)) for name in layers}
    (part,) = decode_speech(["so", "A", "B"], layers, vectors).said
    assert (part.content, part.cue, part.continued) == ((1, 3), None, True)


def test_marks_at_the_ends_are_left_out() -> None:
    layers = {"cue": scores([0, 0, 0, 1], 3), "source": scores([0, 0, 0, 0], 3), "content": scores([1, 2, 2, 0], 5)}
    vectors = {name: np.zeros((4, 2)) for name in layers}
    (part,) = decode_speech(["\u201c", "Yes", ",", "said"], layers, vectors).said
    assert (part.content, part.cue) == ((1, 2), (3, 4))
