"""Scores on the held-out fifth of the corpus against their floors: `python -m evaluation.floors [--raise]`.

`floors.json` holds the least allowed value of each score and the hash of the documents that it was measured on. A lower score
fails; `--raise` lifts floors that are beaten; lowering one is done by hand, in a commit that says why.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

from evaluation.alignment import CORPUS
from evaluation.statements import scores
from training.corpus.markup import load

FILE = Path(__file__).with_name("floors.json")
KEPT = ("content_f1", "f1", "precision", "recall", "stance_f1")
# A floor stands this far under the measured score: one statement more or less must not fail a commit.
SLACK = 0.01


def main(arguments: list[str] | None = None) -> int:
    """Compare and report; 1 when a floor is broken or the documents changed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift floors that are beaten")
    options = parser.parse_args(arguments)
    measured = {name: value for name, value in scores(held_out=True).items() if name in KEPT}
    floors = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {"documents": "", "statements": {}}
    if options.lift:
        _write(floors["statements"] if floors["documents"] == corpus_hash() else {}, measured)
        return 0
    broken = [name for name, floor in floors["statements"].items() if measured[name] < floor]
    for name, value in measured.items():
        sys.stdout.write(f"{name:14} {value:.3f}  floor {floors['statements'].get(name, 0):.3f}\n")
    if floors["documents"] != corpus_hash():
        sys.stdout.write("the held-out documents have changed: measure anew with --raise and say so in the commit\n")
        return 1
    return 1 if broken else 0


def corpus_hash() -> str:
    """Hash of the held-out documents' texts and ids."""
    digest = hashlib.sha256()
    for document in load(CORPUS, held_out=True):
        digest.update(f"{document.id}\n{document.text}\n".encode())
    return digest.hexdigest()


def _write(floors: dict[str, float], measured: dict[str, float]) -> None:
    lifted = {name: max(floors.get(name, 0.0), round(value - SLACK, 3)) for name, value in measured.items()}
    FILE.write_text(json.dumps({"documents": corpus_hash(), "statements": lifted}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
