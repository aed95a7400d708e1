"""Does a sentence without a cue carry a speaker's words on, or does the author speak?

Signs, not proofs: each sign adds or takes a weight, and the sum decides. The weights were set on the open part of the
project's corpus (`evaluation/statements.py` prints the confusion); the words are data.
"""

from __future__ import annotations

from functools import cache

from spacy.tokens import Span, Token

from verbale.data import read_toml
from verbale.finding.layout import Sentence
from verbale.finding.syntax import children, is_passive
from verbale.record import Genre

# A sum at or above this continues. Reports carry speech on by default, news does not.
_THRESHOLD = 0.0
# Sentences beyond which distance adds no doubt: who speaks for six sentences may speak for twelve.
_FAR = 3
# How much the model's mark weighs beside the signs: it read two windows of context and was trained on continued speech. On
# documents that it had not seen, sentences it marks whole go on in 133 of 142 cases, those it leaves out do not in four of five.
_MODEL_YES, _MODEL_NO = 5.0, 1.6
_GENRE = {"report": 2.2, "news": -0.9, "statement": 0.8, "speech": 3.0}
_WEIGHTS = {
    "modal": 1.6,  # "should withdraw": an author does not demand
    "present": 0.9,  # a report narrates in the past
    "past_event": -0.6,
    "carry_on": 1.0,
    "author_opening": -2.5,
    "occasion": -3.0,  # "The webinar ended …"
    "narrated_person": -1.6,  # "Mr. X arrived in …": the subject is a person, in a finite past tense
    "first_person": 2.5,
    "evaluative": 0.8,
    "new_paragraph": -2.0,
    "pronoun_link": 0.4,
    "dated_past": -0.3,
    "distance": -0.25,  # for each sentence since the last cue
}


@cache
def _words() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in read_toml("continuation").items()}


def continues(
    sentence: Sentence, genre: Genre, *, since_cue: int, model_share: float | None = None
) -> tuple[bool, float]:
    """Whether the sentence belongs to the last speaker, and a confidence from 0.5 to 0.95.

    Args:
        since_cue: sentences since the last one with a cue.
        model_share: share of the sentence that the reading model marks as words going on; None without our model.
    """
    signs = _signs(sentence)
    total = (
        _GENRE[genre] + sum(_WEIGHTS[sign] for sign in signs) + _WEIGHTS["distance"] * min(_FAR, max(0, since_cue - 1))
    )
    if model_share is not None:
        total += _MODEL_YES * model_share - _MODEL_NO * (1 - model_share)
    return total >= _THRESHOLD, min(0.95, 0.55 + 0.12 * abs(total))


def _signs(sentence: Sentence) -> set[str]:
    span = sentence.span
    root = span.root
    text = span.text.strip().lower()
    signs = set(_tense_signs(root))
    if _opens_with(text, "carry_on"):
        signs.add("carry_on")
    if _opens_with(text, "author"):
        signs.add("author_opening")
    if _is_occasion(root):
        signs.add("occasion")
    elif "past_event" in signs and _person_acts(root):
        signs.add("narrated_person")
    if any(token.lower_ in ("we", "our", "us", "i", "my") for token in span):
        signs.add("first_person")
    if sentence.opens_paragraph:
        signs.add("new_paragraph")
    if any(token.lower_ in ("this", "these", "such", "it") for token in span[:3]):
        signs.add("pronoun_link")
    if any(child.pos_ == "ADJ" for child in (root, *children(root, "xcomp"))) and children(root, "cop"):
        signs.add("evaluative")
    if "past_event" in signs and any(entity.label_ == "DATE" for entity in span.ents):
        signs.add("dated_past")
    return signs


def _opens_with(text: str, kind: str) -> bool:
    return any(
        text.startswith(phrase) and not text[len(phrase) : len(phrase) + 1].isalnum() for phrase in _words()[kind]
    )


def _tense_signs(root: Token) -> list[str]:
    helpers = [child for child in root.children if child.dep_ in ("aux", "aux:pass", "cop")]
    lower = {child.lower_ for child in helpers}
    if lower & {"should", "must", "will", "would", "can", "could", "may", "might", "shall", "ought"}:
        return ["modal"]
    finite = [item for item in (root, *helpers) if "Fin" in item.morph.get("VerbForm", [])]
    if any("Pres" in item.morph.get("Tense", []) for item in finite):
        return ["present"]
    return ["past_event"] if any("Past" in item.morph.get("Tense", []) for item in finite) else []


def _is_occasion(root: Token) -> bool:
    words = _words()
    for subject in children(root, "nsubj", "nsubj:pass"):
        if subject.lemma_.lower() in words["occasions"] and (root.lemma_ in words["narration"] or is_passive(root)):
            return True
    return False


def _person_acts(root: Token) -> bool:
    return any(
        subject.ent_type_ == "PERSON" or subject.lower_ in ("he", "she")
        for subject in children(root, "nsubj", "nsubj:pass")
    )


def is_narrated(sentence: Sentence) -> bool:
    """Whether a sentence tells of the past and speaks in nobody's first person, or stands in brackets."""
    signs = _signs(sentence)
    in_brackets = sentence.span.text.strip()[:1] in ("(", "[")
    return in_brackets or ("past_event" in signs and "first_person" not in signs)


def ends_with_author(span: Span) -> bool:
    """Whether a sentence is plainly the author's: narration of the occasion itself."""
    return _is_occasion(span.root) or _opens_with(span.text.strip().lower(), "author")
