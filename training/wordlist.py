"""Makes `words_en.txt` and `split_words_en.txt`: the words that intake may join or part when a text is damaged.

    python training/wordlist.py ../shared/data src/verbale/data

Counts lower-case words of the UN General Debate speeches (CC0) and of the English treebanks (word frequencies are
facts), and keeps
those that are common enough to be English and not damage themselves.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
BROKEN = re.compile(r"[A-Za-z]+-\n[A-Za-z]+")  # a word or a compound cut by a line end: which, nobody knows
MIN_COUNT = 12  # below this the speeches' own scanning damage begins to look like words
MIN_JOINED = 40
SUFFIXES = (
    "fully",
    "less",
    "lessly",
    "able",
    "ably",
    "ship",
    "ships",
    "hood",
    "wide",
    "ward",
    "wards",
    "wise",
    "ful",
    "ever",
    "self",
    "selves",
)
SHORT = frozenset(
    [
        "a",
        "an",
        "am",
        "as",
        "at",
        "be",
        "by",
        "do",
        "go",
        "he",
        "if",
        "in",
        "is",
        "it",
        "me",
        "my",
        "no",
        "of",
        "on",
        "or",
        "so",
        "to",
        "up",
        "us",
        "we",
    ]
)


def plausible(word: str) -> bool:
    return word in SHORT or (len(word) > 2 and any(letter in "aeiouy" for letter in word))


def lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from file


def texts(data: Path) -> Iterator[str]:
    for path in sorted((data / "speeches").glob("*.jsonl.gz")):
        for line in lines(path):
            yield BROKEN.sub(" . ", json.loads(line)["text"])
    for path in sorted((data / "treebank").glob("*-train.conllu.gz")):
        for line in lines(path):
            if line.startswith("# text = "):
                yield line[9:]


def main(data: Path, out: Path) -> None:
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts(data):
        previous = ""
        for match in WORD.finditer(text):
            word = match.group()
            (lower if word.islower() else capital)[word.lower()] += 1
            if word.islower() and word in SUFFIXES:
                pairs[previous, word] += 1
            previous = word.lower()
    known = {word: n for word, n in lower.items() if n >= MIN_COUNT and n * 20 >= capital[word] and plausible(word)}
    words = sorted(word for word in known if "'" not in word and "’" not in word)
    (out / "words_en.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    common = sorted(word for word in words if known[word] >= MIN_JOINED)
    split = [
        f"{word[: -len(suffix)]} {suffix}"
        for word in common
        for suffix in SUFFIXES
        if word.endswith(suffix)
        and word[: -len(suffix)] in known
        and suffix in known
        and pairs[word[: -len(suffix)], suffix] * 200 < known[word]
    ]
    (out / "split_words_en.txt").write_text("\n".join(split) + "\n", encoding="utf-8")
    print(len(words), len(common), len(split))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
