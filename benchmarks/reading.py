"""How many words a second reading takes, end to end through spaCy, beside spaCy's blank pipeline.

    python -m benchmarks.reading [--threads 2] [--repeat 3] [--model FOLDER]

The texts are those of ``training/corpus/docs``: short reports, statements and news. Words are words of the text, not
word pieces. The best of the repeats counts; run it on an idle machine.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import spacy
from spacy.tokens import Doc

from evaluation.model import pipeline
from training.corpus.markup import load
from verbale.reading import annotate


def texts(folder: Path) -> list[str]:
    """The plain texts of the corpus."""
    return [document.text for document in load(folder)]


def words_a_second(read: Callable[[], Iterable[Doc]], repeat: int) -> float:
    """The best rate of ``repeat`` runs."""
    best = 0.0
    for _ in range(repeat):
        started = time.perf_counter()
        words = sum(1 for doc in read() for token in doc if not token.is_space)
        best = max(best, words / (time.perf_counter() - started))
    return best


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path("training/corpus/docs"))
    arguments = parser.parse_args()
    given = texts(arguments.corpus)
    blank = spacy.blank("en")
    blank.add_pipe("sentencizer")
    ours = pipeline(arguments.model, arguments.threads)
    long = ["\n\n".join(given)]
    print(f"{len(given)} texts, {sum(len(text.split()) for text in given)} words between blanks")
    for name, read in (
        ("spaCy, blank with sentencizer", lambda: blank.pipe(given)),
        (f"Verbale, {arguments.threads} threads, all heads", lambda: annotate(ours, given)),
        ("Verbale, the same as one text", lambda: annotate(ours, long)),
    ):
        print(f"{name}: {words_a_second(read, arguments.repeat):,.0f} words a second", flush=True)


if __name__ == "__main__":
    main()
