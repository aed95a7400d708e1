"""Speed and memory of reading: `python -m benchmarks.read [--documents N] [--threads N]`.

Reads copies of the examples, cut to about 400 words each, through `Reader.read_many`, and prints documents a second beside the
time that a blank spaCy pipeline (tokens and rule-made sentences only) needs for the same texts in the same run; then the cold
start of the commands people type. Peak memory is the process's own high-water mark.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent / "examples"
WORDS = 400


def main(arguments: list[str] | None = None) -> int:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=48)
    parser.add_argument("--threads", type=int, default=None)
    options = parser.parse_args(arguments)
    texts = _texts(options.documents)
    result = {
        "documents": len(texts),
        "words": sum(len(text.split()) for text in texts),
        **_warm(texts, options.threads),
        "blank_spacy_documents_per_second": round(len(texts) / _timed(lambda: _blank(texts)), 1),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "import_ms": round(1000 * (_command("import verbale") - _command("pass"))),
        "version_s": round(_program("--version"), 2),
        "cold_read_s": round(_program("read", str(EXAMPLES / "webinar.txt")), 2),
    }
    sys.stdout.write(json.dumps(result, indent=1) + "\n")
    return 0


def _texts(count: int) -> list[str]:
    words = " ".join(path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.txt"))).split(" ")
    pieces = [" ".join(words[i : i + WORDS]) for i in range(0, len(words) - WORDS + 1, WORDS // 3)]
    return [f"{pieces[i % len(pieces)]} ({i})" for i in range(count)]


def _warm(texts: list[str], threads: int | None) -> dict[str, float]:
    from verbale import Reader

    reader = Reader(threads=threads)
    list(reader.read_many(texts[:4]))
    seconds = _timed(lambda: list(reader.read_many(texts)))
    words = sum(len(text.split()) for text in texts)
    return {"documents_per_second": round(len(texts) / seconds, 1), "words_per_second": round(words / seconds)}


def _blank(texts: list[str]) -> None:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    list(nlp.pipe(texts))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _command(code: str) -> float:
    return min(_timed(lambda: subprocess.run([sys.executable, "-c", code], check=True)) for _ in range(5))


def _program(*arguments: str) -> float:
    program = str(Path(sys.executable).parent / "verbale")
    return min(_timed(lambda: subprocess.run([program, *arguments], check=True, capture_output=True)) for _ in range(2))


if __name__ == "__main__":
    raise SystemExit(main())
