"""Mentions of gatherings in a parse: the nouns and verbs that tell of one, its title, its topic.

And who has which part in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from verbale.data import read_toml
from verbale.finding.syntax import agents, children, is_negated, is_passive, objects, obliques, preposition, subjects
from verbale.record import Part

_OPENING, _CLOSING = "\"“”„«‘'", "\"”“»’'"
_ARGUMENTS = frozenset({"nsubj", "nsubj:pass", "obj", "obl"})
_MODIFIERS = frozenset({"det", "amod", "nummod", "compound", "nmod:poss", "nmod:desc"})
_OCCASIONS = frozenset({"at", "in", "during", "after", "for", "following", "to"})
_ROUNDS = frozenset({"round", "session", "series", "stage", "edition", "meeting", "cycle", "leg", "day"})
_LONGEST_TITLE = 60
"""Tokens of a title in quotes at the most; a longer stretch is a quotation."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """One mention: a noun ("a webinar") or a verb ("met"). `definite`: speaks of one already named."""

    token: Token
    kind: str
    definite: bool
    title: str | None
    topic: str | None
    end: int
    """Index after the last token of the mention's words."""


def gatherings(doc: Doc) -> Iterator[Gathering]:
    """All mentions of gatherings, in text order; negated ones left out."""
    for token in doc:
        if token.pos_ in ("NOUN", "PROPN") and (kind := _kind_of_noun(token)):
            yield _of_noun(token, kind)
        elif token.pos_ == "VERB" and (kind := _kind_of_verb(token)) and not is_negated(token):
            yield Gathering(token, kind, definite=False, title=None, topic=None, end=token.i + 1)


def parts(found: Gathering) -> Iterator[tuple[Part | None, Token]]:
    """Who has which part in a gathering, by the words around the mention; part None: an organiser."""
    if found.token.pos_ == "VERB":
        yield from _parts_of_verb(found)
        return
    for verb in _verbs_about(found.token):
        yield from _parts_by(verb, found.token)
    if found.kind in ("visit",):
        yield from (("guest", token) for token in _owners(found.token))
        yield from (("host", token) for token in obliques(found.token, "to"))
        return
    yield from (("attendee", token) for token in obliques(found.token, "between", "with", "among"))
    yield from (
        ("attendee", token)
        for token in _owners(found.token)
        if found.kind in ("talks", "meeting", "call", "consultations", "summit")
    )


def is_told(found: Gathering) -> bool:
    """Whether the words tell of a real gathering: by a verb, a title or a participant."""
    if found.token.pos_ == "VERB" or found.title:
        return True
    if _is_other(found.token):
        return False
    return any(True for _ in _verbs_about(found.token)) or any(True for _ in parts(found))


def _kind_of_noun(token: Token) -> str | None:
    before = token.doc[token.i - 1] if token.i else None
    for phrase in (
        (f"{before.lower_} {token.lemma_.lower()}", f"{before.lower_} {token.lower_}") if before is not None else ()
    ):
        if phrase in _kinds():
            return _kinds()[phrase]
    kind = _kinds().get(token.lower_) or _kinds().get(token.lemma_.lower())
    if (
        kind is None
        or token.dep_ == "compound"
        or (token.lower_ in ("talk", "call", "session", "panel") and not _is_gathering(token))
    ):
        return None
    return kind


def _is_gathering(token: Token) -> bool:
    """Of nouns that mean much else: only with a partner or a topic ("a call with", "a session on")."""
    return bool(obliques(token, "with", "between", "on", "of")) and token.lower_ != "talk"


def _kind_of_verb(verb: Token) -> str | None:
    lemma = verb.lemma_.lower()
    if lemma == "meet":
        if any(token.lemma_ in _set("verbs", "press") for token in objects(verb)):
            return "press conference"
        things = any(token.lemma_ in _set("verbs", "met_by_things") for token in objects(verb))
        return "talks" if not things and not is_passive(verb) and (_partners(verb) or _several(verb)) else None
    if lemma in ("speak", "talk"):
        phone = any(token.lower_ in ("phone", "telephone") for token in children(verb, "obl", "advmod"))
        return "call" if phone or (lemma == "speak" and _is_person(obliques(verb, "with"))) else None
    if lemma == "receive":
        return "talks" if _is_person(objects(verb)) else None
    if not objects(verb):
        return None
    return "visit" if lemma in _set("verbs", "visits") else "call" if lemma in _set("verbs", "calls") else None


def _is_person(tokens: list[Token]) -> bool:
    return any(token.ent_type_ == "PERSON" for token in tokens)


def _partners(verb: Token) -> list[Token]:
    return [*objects(verb), *obliques(verb, "with")]


def _several(verb: Token) -> bool:
    found = subjects(verb)
    return len(found) > 1 or any("Plur" in token.morph.get("Number", []) for token in found)


def _of_noun(token: Token, kind: str) -> Gathering:
    determiners = {child.lower_ for child in token.children if child.dep_ == "det"}
    title, end = _title(token)
    topic_token = next(
        iter(
            child
            for child in children(token, "nmod")
            if preposition(child) in ("on", "about", "regarding", "concerning")
        ),
        None,
    )
    topic = None
    if title is None and topic_token is not None and topic_token.i < token.i + 25:
        topic = token.doc[_after_case(topic_token) : topic_token.right_edge.i + 1].text
        end = topic_token.right_edge.i + 1
    for child in sorted(children(token, "nmod"), key=lambda item: item.i):
        if child.left_edge.i == end and preposition(child) in ("of", "between", "with"):
            end = child.right_edge.i + 1
    return Gathering(token, kind, bool(determiners & {"the", "this", "that"}), title, topic, max(end, token.i + 1))


def words_of(found: Gathering) -> tuple[int, int]:
    """The tokens of a mention: the noun with its modifiers, title and topic, or the verb."""
    before = [
        child.left_edge.i for child in found.token.children if child.i < found.token.i and child.dep_ in _MODIFIERS
    ]
    return max(min([found.token.i, *before]), found.token.i - 12), found.end


def _after_case(token: Token) -> int:
    """Where a prepositional phrase goes on after its preposition."""
    case = next((child for child in token.children if child.dep_ == "case"), None)
    return case.i + 1 if case is not None and case.i < token.i else token.left_edge.i


def _title(token: Token) -> tuple[str | None, int]:
    """The quoted title after a gathering's noun: 'a webinar entitled "…"', 'a webinar on "…"'."""
    doc, at = token.doc, token.i + 1
    limit = min(at + 6, len(doc))
    while at < limit and doc[at].text not in _OPENING and doc[at].tag_ != "``":
        if doc[at].lower_ not in _set("titled", "words"):
            return None, token.i + 1
        at += 1
    if at >= limit:
        return None, token.i + 1
    end = at + 1
    while end < min(at + _LONGEST_TITLE, len(doc)) and not (
        (doc[end].text in _CLOSING and doc[end].text != doc[at].text) or doc[end].text == doc[at].text
    ):
        end += 1
    if end >= min(at + _LONGEST_TITLE, len(doc)) or end == at + 1:
        return None, token.i + 1
    return doc[at + 1 : end].text.strip(" ,."), end + 1


def is_occasion(found: Gathering) -> bool:
    """Whether something happened at the gathering: "agreed at the summit", "spoke after three-way talks"."""
    noun = top_of(found.token)
    if noun.head.pos_ != "VERB" or _is_other(found.token):
        return False
    if noun.dep_ in ("obj", "iobj"):
        return noun.head.lemma_ in ("tell", "address", "hear")
    return noun.dep_ == "obl" and preposition(noun) in _OCCASIONS


def is_background(found: Gathering) -> bool:
    """Whether the words tell of what was before ("had met") or is to come ("agreed to meet", "to hold talks")."""
    noun = top_of(found.token)
    verb = found.token if found.token.pos_ == "VERB" else noun.head
    if verb.pos_ != "VERB" or (verb.i != found.token.i and noun.dep_ not in ("obj", "nsubj", "nsubj:pass")):
        return False
    helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "mark") and child.i < verb.i}
    return bool(helpers & {"to", "had"})


def has_verb(found: Gathering) -> bool:
    """Whether a verb of holding or coming tells of the gathering, or it is a verb itself."""
    return found.token.pos_ == "VERB" or any(True for _ in _verbs_about(found.token))


def _is_other(noun: Token) -> bool:
    return any(child.lower_ in _set("other", "words") for child in noun.children)


def top_of(noun: Token) -> Token:
    """The noun that stands for a gathering in its clause: "round" of "the fourth round of consultations"."""
    while noun.dep_ == "nmod" and preposition(noun) in ("of", "in") and noun.head.lemma_.lower() in _ROUNDS:
        noun = noun.head
    return noun


def _verbs_about(noun: Token) -> Iterator[Token]:
    """The verbs that tell of a gathering: "was held", "organised by …", "took part in …"."""
    noun = top_of(noun)
    yield from (child for child in children(noun, "acl", "acl:relcl") if child.lemma_ in _all_verbs())
    head = noun.head
    tells = noun.dep_ in ("nsubj", "nsubj:pass", "obj") or preposition(noun) in ("in", "at", "during", "to")
    if tells and noun.dep_ in _ARGUMENTS and head.pos_ == "VERB" and head.lemma_ in _all_verbs():
        yield head
        organising = _set("verbs", "organises")
        yield from (child for child in children(head, "acl", "advcl", "conj") if child.lemma_ in organising)


def _parts_by(verb: Token, noun: Token) -> Iterator[tuple[Part | None, Token]]:
    lemma = verb.lemma_
    doers = [token for token in (_agents(verb) if _is_participle(verb, noun) else subjects(verb)) if token.i != noun.i]
    if lemma in _set("verbs", "moderates"):
        yield from (("moderator", token) for token in doers)
    elif lemma in _set("verbs", "organises"):
        yield from ((None, token) for token in doers)
    elif lemma in ("hold", "conduct") and noun.dep_ == "obj":
        staged = _kinds().get(noun.lemma_.lower()) in _set("staged", "kinds")
        yield from ((None if staged else "attendee", token) for token in doers)
        yield from (("attendee", token) for token in obliques(verb, "with"))
    elif lemma in _set("verbs", "attends"):
        yield from (("attendee", token) for token in doers)
    elif lemma in _set("verbs", "speaks") and noun.dep_ in ("obj", "obl"):
        yield from (("speaker", token) for token in doers)
    elif lemma == "bring":
        yield from (("attendee", token) for token in objects(verb))


def _agents(verb: Token) -> list[Token]:
    """Who did it: by the parse, or else the noun of a "by" right after the participle."""
    following = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
    by = following is not None and following.lower_ == "by"
    return agents(verb) or ([following.head] if following is not None and by and following.dep_ == "case" else [])


def _is_participle(verb: Token, noun: Token) -> bool:
    return is_passive(verb) or (verb.dep_ == "acl" and verb.head.i == noun.i and bool(_agents(verb)))


def _parts_of_verb(found: Gathering) -> Iterator[tuple[Part | None, Token]]:
    verb = found.token
    if found.kind == "visit":
        yield from (("guest", token) for token in subjects(verb))
        yield from (("host", token) for token in objects(verb))
        return
    if verb.lemma_ == "receive":
        yield from (("host", token) for token in subjects(verb))
        yield from (("guest", token) for token in objects(verb))
        return
    yield from (("attendee", token) for token in (*subjects(verb), *objects(verb), *obliques(verb, "with", "to")))


def _owners(noun: Token) -> list[Token]:
    return [*children(noun, "nmod:poss"), *obliques(noun, "of", "by")]


@cache
def _kinds() -> dict[str, str]:
    return {word: kind for kind, words in read_toml("meeting_kinds")["kinds"].items() for word in words}


@cache
def _set(table: str, key: str) -> frozenset[str]:
    return frozenset(read_toml("meeting_kinds")[table][key])


@cache
def _all_verbs() -> frozenset[str]:
    return frozenset(word for words in read_toml("meeting_kinds")["verbs"].values() for word in words)
