from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from verbale.reading.stretches import STRETCH, Stretch, covers, encode, split

ROOM = 254


@st.composite
def layouts(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    lengths = draw(st.lists(st.integers(1, 8), min_size=1, max_size=900))
    starts = draw(st.sets(st.integers(0, len(lengths) - 1), max_size=12))
    return lengths, sorted({0, *starts})


@given(layouts())
def test_windows_cover_each_word_once_and_fit(layout: tuple[list[int], list[int]]) -> None:
    lengths, paragraphs = layout
    kept: list[int] = []
    for cover in covers(lengths, paragraphs, ROOM):
        assert cover.start <= cover.keep_start <= cover.keep_end <= cover.end
        assert sum(lengths[cover.start : cover.end]) <= ROOM
        kept += range(cover.keep_start, cover.keep_end)
    assert kept == list(range(len(lengths)))


def test_short_paragraphs_share_a_window() -> None:
    assert len(covers([1] * 30, [0, 10, 20], ROOM)) == 1


def test_stretches_end_at_paragraphs_and_bound_memory() -> None:
    words = ["w"] * (3 * STRETCH)
    stretches = split(words, [False] * len(words), [0, STRETCH - 5, STRETCH + 20])
    assert len(stretches[0].words) == STRETCH - 5
    assert max(len(stretch.words) for stretch in stretches) <= STRETCH
    assert sum(len(stretch.words) for stretch in stretches) == len(words)
    assert all(stretch.paragraphs[0] == 0 for stretch in stretches)


def test_encoding_tells_paragraph_starts() -> None:
    stretch = Stretch(["One", ".", "Two"], [False, True, False], [0, 2])
    (cover,) = covers([1, 1, 1], stretch.paragraphs, ROOM)
    _, shapes, first = encode(stretch, cover, [(7,), (8,), (9,)])
    assert first.tolist() == [0, 1, 2]
    assert shapes[0] == shapes[2] != shapes[1]
