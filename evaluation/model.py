"""Scores of the reading model on held-out treebanks, names and attribution, from raw text.

    python -m evaluation.model --data ../shared/data [--model src/verbale/models/en] [--corpus training/corpus/docs]

Words, sentences and trees are all the model's own. Labelled attachment (LAS) is an F: pairs of a word and its head count
as right where both have the same characters in the gold tree and the relation is the same up to its colon (the measure
of the CoNLL 2018 shared task, which leaves subtypes such as ``nsubj:pass`` to each language); "LAS with subtypes" wants
the whole relation.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from evaluation.gold import GoldText, read_gold
from evaluation.speech import corpus_scores, gum_speech_scores
from evaluation.tally import Tally
from verbale.reading import annotate, load_pipeline
from verbale.reading.component import NAME
from verbale.reading.pipeline import blank

SAMPLE = "sample in the repository"
"""The row of the card that a test recomputes."""


def treebank_scores(nlp: Language, gold: list[GoldText]) -> dict[str, float]:
    """Words, sentences, parts of speech, features, heads and relations, from raw text."""
    tally = Tally()
    for doc, text in zip(annotate(nlp, [(text.text, text.paragraphs) for text in gold]), gold, strict=True):
        _compare(tally, doc, text)
    return tally.scores()


def _compare(tally: Tally, doc: Doc, gold: GoldText) -> None:
    tokens = [token for token in doc if not token.is_space]
    span = {token.i: (token.idx, token.idx + len(token)) for token in tokens}
    tally.add("words", set(span.values()), set(gold.spans))
    tally.add("sentences", {_bounds(sentence) for sentence in doc.sents if sentence.text.strip()}, gold.sentences())
    tally.add("UPOS", {(span[t.i], t.pos_) for t in tokens}, set(zip(gold.spans, gold.upos, strict=True)))
    tally.add(
        "lemmas",
        {(span[t.i], t.lemma_.lower()) for t in tokens},
        {(place, lemma.lower()) for place, lemma in zip(gold.spans, gold.lemmas, strict=True)},
    )
    heads = {t.i: span[t.head.i] if t.head.i != t.i else None for t in tokens}
    tally.add("UAS", {(span[i], head) for i, head in heads.items()}, gold.arcs())
    found, right = {(span[t.i], heads[t.i], t.dep_) for t in tokens}, gold.arcs(labelled=True)
    tally.add("LAS with subtypes", found, right)
    tally.add("LAS", _universal(found), _universal(right))


def _universal(arcs: set[tuple]) -> set[tuple]:
    """The same arcs, relations without their subtypes."""
    return {(word, head, relation.partition(":")[0]) for word, head, relation in arcs}


def _bounds(sentence: Iterator) -> tuple[int, int]:
    words = [token for token in sentence if not token.is_space]
    return words[0].idx, words[-1].idx + len(words[-1])


def name_scores(nlp: Language, path: Path) -> dict[str, float]:
    """F on persons, places and organisations of the UniversalNER documents, a sentence a line."""
    tally = Tally()
    documents = list(_iob_documents(path))
    wanted = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
    for doc, (_, _, gold) in zip(annotate(nlp, [document[:2] for document in documents]), documents, strict=True):
        found = {(ent.start_char, ent.end_char, wanted[ent.label_]) for ent in doc.ents if ent.label_ in wanted}
        tally.add("names", found, gold)
        for kind in ("PER", "LOC", "ORG"):
            tally.add(kind, {name for name in found if name[2] == kind}, {name for name in gold if name[2] == kind})
    return tally.scores()


def _iob_documents(path: Path) -> Iterator[tuple[str, list[int], set[tuple[int, int, str]]]]:
    """Text, where its lines start, and names of each document."""
    for _, members in groupby(_iob(path), key=lambda sentence: sentence[0]):
        text, starts, names = "", [], set()
        for _, line, spans in members:
            text += "\n" if text else ""
            starts.append(len(text))
            names |= {(start + len(text), end + len(text), kind) for start, end, kind in spans}
            text += line
        yield text, starts, names


def _iob(path: Path) -> Iterator[tuple[str, str, set[tuple[int, int, str]]]]:
    document, text, rows = "", "", []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in [*lines, "\n"]:
            if line.startswith("# newdoc"):
                document = line
            elif line.startswith("# text = "):
                text = line[9:].rstrip("\n")
            elif not line.strip() and rows:
                yield document, text, _spans(text, rows)
                rows = []
            elif not line.startswith("#") and line.strip():
                rows.append(line.split("\t")[1:3])


def _spans(text: str, rows: list[list[str]]) -> set[tuple[int, int, str]]:
    spans: list[tuple[int, int, str]] = []
    at = 0
    for word, tag in rows:
        start = text.find(word, at)
        start, at = (start, start + len(word)) if start >= 0 else (at, at)
        if tag.startswith("I-") and spans:
            spans[-1] = (spans[-1][0], at, spans[-1][2])
        elif tag.startswith("B-"):
            spans.append((start, at, tag[2:]))
    return {span for span in spans if span[2] in ("PER", "LOC", "ORG")}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="folder of the model, the shipped one by default")
    parser.add_argument("--corpus", type=Path, help="folder of our own annotated texts")
    parser.add_argument("--sample", type=Path, default=Path("tests/reading/sample.conllu"))
    parser.add_argument("--threads", type=int)
    parser.add_argument("--json", type=Path, help="write the scores there, for the card")
    arguments = parser.parse_args()
    nlp = pipeline(arguments.model, arguments.threads)
    report: dict[str, dict[str, float]] = {SAMPLE: treebank_scores(nlp, read_gold(arguments.sample))}
    report["EWT dev"] = treebank_scores(nlp, read_gold(arguments.data / "treebank/en_ewt-dev.conllu.gz"))
    gum = read_gold(arguments.data / "treebank/en_gum-dev.conllu.gz")
    for genre in sorted({text.genre for text in gum}):
        report[f"GUM dev {genre}"] = treebank_scores(nlp, [text for text in gum if text.genre == genre])
    report["GUM dev news+interview"] = treebank_scores(nlp, [t for t in gum if t.genre in ("news", "interview")])
    report["GUM dev"] = treebank_scores(nlp, gum)
    report["UNER EWT dev"] = name_scores(nlp, arguments.data / "ner/uner_ewt-dev.iob2.gz")
    report["GUM dev attribution"] = gum_speech_scores(nlp, gum, arguments.data)
    if arguments.corpus:
        report["own held-out texts"] = corpus_scores(nlp, arguments.corpus)
    for name, scores in report.items():
        print(f"{name}: {json.dumps(scores)}", flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def pipeline(folder: Path | None, threads: int | None) -> Language:
    """The pipeline with the shipped model, or with that of another folder."""
    if folder is None:
        return load_pipeline(threads=threads)
    nlp = blank()
    nlp.add_pipe(NAME, config={"path": str(folder), "threads": threads})
    return nlp


if __name__ == "__main__":
    main()
