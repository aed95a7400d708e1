"""Turns the trees of spaCy's English pipelines (ClearNLP labels) into Universal Dependencies, their names into ours.

``to_universal`` is a pure function of a sentence's words; the component at the end writes what it gives. The two
schemes differ in what is head: prepositions, copulas and chains of coordination are turned over, the rest is renamed.
See universaldependencies.org/en and the ClearNLP guidelines (Choi and Palmer 2012).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.attrs import DEP, HEAD
from spacy.language import Language
from spacy.tokens import Doc, Span

from verbale.data import read_toml

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "DET"})
_PREPOSITIONS = frozenset({"prep", "agent", "dative"})


@dataclass
class Word:
    """A word of a sentence: its form, base form, part of speech, head (its own place for the root) and relation."""

    text: str
    lemma: str
    pos: str
    head: int
    relation: str


def to_universal(words: list[Word]) -> list[tuple[int, str]]:
    """Heads and relations by Universal Dependencies, for a sentence whose ``head`` counts from its first word."""
    tree = _Tree(words)
    tree.rename()
    tree.turn_prepositions()
    tree.turn_copulas()
    tree.flatten_coordination()
    tree.finish()
    return list(zip(tree.head, tree.relation, strict=True))


class _Tree:
    """A tree that is being turned."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.head = [word.head for word in words]
        self.relation = [word.relation for word in words]

    def children(self) -> list[list[int]]:
        """The words that hang on each word, in order."""
        result: list[list[int]] = [[] for _ in self.words]
        for at, head in enumerate(self.head):
            if head != at:
                result[head].append(at)
        return result

    def turn_prepositions(self) -> None:
        """ "met <-prep- in -pobj-> Baku" becomes "met -obl-> Baku -case-> in"; innermost prepositions first."""
        children = self.children()
        for at in _deepest_first(self.head):
            if self.relation[at] not in _PREPOSITIONS or self.words[at].pos in _NOMINAL:
                continue
            inner = next((c for c in children[at] if self.relation[c] in ("pobj", "pcomp", _TURNED)), None)
            if inner is not None:
                self._turn(at, inner, children)

    def _turn(self, preposition: int, inner: int, children: list[list[int]]) -> None:
        clause = self.relation[inner] == "pcomp"
        agent = self.relation[preposition] == "agent"
        head = self.head[preposition]
        outer = self.relation[head] in _PREPOSITIONS and head != preposition
        nominal = self.words[head].pos in _NOMINAL
        self.head[inner], self.head[preposition] = head, inner
        self.relation[preposition] = "mark" if clause else "case"
        if outer:
            self.relation[inner] = _TURNED
        elif clause:
            self.relation[inner] = "acl" if nominal else "advcl"
        else:
            self.relation[inner] = "obl:agent" if agent else "nmod" if nominal else "obl"
        for child in children[preposition]:
            if child != inner:
                self.head[child] = inner
        children[head] = sorted({*children[head], inner} - {preposition})
        children[inner] = sorted({*children[inner], *children[preposition], preposition} - {inner})
        children[preposition] = []

    def turn_copulas(self) -> None:
        """ "is -attr-> member" becomes "member -cop-> is"; other verbs take their predicate as ``xcomp``."""
        for at in _deepest_first(self.head):
            children = [child for child, head in enumerate(self.head) if head == at != child]
            predicate = next((c for c in children if self.relation[c] in ("attr", "acomp")), None)
            if predicate is None:
                continue
            if self.words[at].lemma != "be":
                self.relation[predicate] = "xcomp"
            elif any(self.relation[child] == "expl" for child in children):
                self.relation[predicate] = "nsubj"
            else:
                self._turn_copula(at, predicate, children)

    def _turn_copula(self, copula: int, predicate: int, children: list[int]) -> None:
        self.head[predicate] = predicate if self.head[copula] == copula else self.head[copula]
        self.relation[predicate] = self.relation[copula]
        self.head[copula], self.relation[copula] = predicate, "cop"
        for child in children:
            if child != predicate:
                self.head[child] = predicate

    def flatten_coordination(self) -> None:
        """Conjuncts hang on the first, and the conjunction on the conjunct that follows it."""
        for at in range(len(self.words)):
            seen = 0
            while self.relation[at] == "conj" and self.relation[self.head[at]] == "conj" and seen < len(self.words):
                self.head[at], seen = self.head[self.head[at]], seen + 1
        for at, relation in enumerate(self.relation):
            if relation == "cc":
                firsts = (self.head[at], self.head[self.head[at]])
                later = (c for c in range(at + 1, len(self.words)) if self.relation[c] == "conj")
                self.head[at] = next((c for c in later if self.head[c] in firsts), self.head[at])

    def rename(self) -> None:
        """Give relations that keep their place in the tree their universal names."""
        names = read_toml("universal")["relations"]
        for at, relation in enumerate(self.relation):
            if relation == "nmod" and self.words[self.head[at]].pos not in _NOMINAL:
                self.relation[at] = "obl:unmarked"
            else:
                self.relation[at] = str(names.get(relation, relation))

    def finish(self) -> None:
        """Name what found no partner, and the root."""
        for at, relation in enumerate(self.relation):
            self.relation[at] = "root" if self.head[at] == at else _LEFT_OVER.get(relation, relation)


_TURNED = "pobj-turned"
"""The object of a preposition that hangs on another preposition, until that is turned too."""

_LEFT_OVER = {
    "prep": "advmod",
    "agent": "advmod",
    "pobj": "obl",
    "pcomp": "advcl",
    _TURNED: "obl",
    "attr": "xcomp",
    "acomp": "xcomp",
    "dative": "iobj",
}
"""What becomes of labels whose partner is missing."""


def _deepest_first(heads: list[int]) -> list[int]:
    """Words ordered so that each comes before its head. Linear, but for the sort."""
    depth = [-1] * len(heads)
    for start in range(len(heads)):
        path: list[int] = []
        at = start
        while depth[at] < 0 and heads[at] != at and len(path) <= len(heads):
            path.append(at)
            at = heads[at]
        base = max(depth[at], 0)
        depth[at] = base
        for step, member in enumerate(reversed(path), start=1):
            depth[member] = base + step
    return sorted(range(len(heads)), key=lambda at: (-depth[at], at))


def convert(doc: Doc) -> Doc:
    """Turn the trees and names of a parsed document, in place; trees that are universal already stay."""
    if {token.dep_ for token in doc} & set(read_toml("universal")["marks"]["labels"]):
        _write_trees(doc)
    _mark_passives(doc)
    doc.ents = list(_names(doc))
    for name in ("cue", "source", "content"):
        if name not in doc.spans:
            doc.spans[name] = []
    return doc


def _write_trees(doc: Doc) -> None:
    heads: list[int] = []
    relations: list[str] = []
    for sentence in doc.sents:
        words = [Word(t.text, t.lemma_.lower(), t.pos_, t.head.i - sentence.start, t.dep_) for t in sentence]
        for at, (head, relation) in enumerate(to_universal(words)):
            heads.append(head - at)
            relations.append(relation)
    labels = np.array([doc.vocab.strings.add(relation) for relation in relations], dtype=np.uint64)
    values: Any = np.stack([np.array(heads, dtype=np.int64).view(np.uint64), labels], axis=1)
    doc.from_array([HEAD, DEP], values)


def _mark_passives(doc: Doc) -> None:
    """Tell voice in the features, as our model does: the tags of other pipelines leave it out."""
    for token in doc:
        head: Any = token.head
        if token.dep_ == "aux:pass" and not head.morph.get("Voice"):
            head.set_morph(f"{head.morph}|Voice=Pass".lstrip("|"))


def _names(doc: Doc) -> Iterable[Span]:
    names = read_toml("universal")["names"]
    return (Span(doc, ent.start, ent.end, label=names[ent.label_]) for ent in doc.ents if ent.label_ in names)


@Language.component("verbale_universal")
def universal(doc: Doc) -> Doc:
    """The component that ``load_pipeline`` appends to other pipelines."""
    if not Doc.has_extension("attribution"):
        Doc.set_extension("attribution", default=())
    return convert(doc) if doc.has_annotation("DEP") else doc
