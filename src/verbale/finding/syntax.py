"""Readings of a Universal Dependencies tree that all finders share: arguments, clauses, modality. No vocabulary of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from verbale.record import Status

SUBJECTS = frozenset({"nsubj", "csubj", "nsubj:outer"})
PASSIVE_SUBJECTS = frozenset({"nsubj:pass", "csubj:pass"})
OBLIGATION = frozenset({"should", "must", "ought", "shall", "need", "needs"})
FUTURE = frozenset({"will", "'ll", "’ll", "wo", "shall"})
POSSIBILITY = frozenset({"would", "could", "may", "might"})
CONDITIONS = frozenset({"if", "unless", "should", "whether", "lest", "provided"})
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "without"})


def children(token: Token, *labels: str) -> list[Token]:
    """Direct dependents with one of these labels."""
    return [child for child in token.children if child.dep_ in labels]


def conjuncts(token: Token) -> list[Token]:
    """The token and everything coordinated with it, to any depth, in text order."""
    found, stack = [token], [token]
    while stack:
        for child in stack.pop().children:
            if child.dep_ == "conj":
                found.append(child)
                stack.append(child)
    return sorted(found, key=lambda item: item.i)


def first_conjunct(token: Token) -> Token:
    """The head of the coordination that a token is in."""
    while token.dep_ == "conj":
        token = token.head
    return token


def subjects(verb: Token) -> list[Token]:
    """Active subjects of a predicate: its own, or shared through coordination, control and relative clauses."""
    return with_conjuncts(_subject(verb, SUBJECTS))


def passive_subjects(verb: Token) -> list[Token]:
    """Subjects of a passive predicate, shared as in `subjects`."""
    return with_conjuncts(_subject(verb, PASSIVE_SUBJECTS))


def objects(verb: Token) -> list[Token]:
    """Direct and indirect objects, conjuncts included; see `bare_names`."""
    return with_conjuncts(children(verb, "obj", "iobj") or bare_names(verb))


def bare_names(verb: Token) -> list[Token]:
    """Objects that the parser took for a clause or a time: names without a clause or preposition of their own."""
    return [item for item in children(verb, "ccomp", "xcomp", "obl") if item.pos_ == "PROPN" and _is_bare(item)]


def _is_bare(token: Token) -> bool:
    inner = ("nsubj", "cop", "mark", "aux", "case")
    return token.ent_type_ != "DATE" and not any(child.dep_.startswith(inner) for child in token.children)


def agents(verb: Token) -> list[Token]:
    """The "by" phrase of a passive: `obl:agent`, or an oblique with "by" under a passive verb."""
    found = children(verb, "obl:agent")
    if not found and is_passive(verb):
        found = [item for item in children(verb, "obl") if preposition(item) == "by"]
    return with_conjuncts(found)


def obliques(verb: Token, *prepositions: str) -> list[Token]:
    """Oblique or nominal modifiers introduced by one of the prepositions, conjuncts included."""
    found = [item for item in children(verb, "obl", "nmod") if preposition(item) in prepositions]
    return with_conjuncts(found)


def preposition(token: Token) -> str | None:
    """The case marker of a nominal, lower case, its fixed parts joined ("in favour of" gives "in favour of")."""
    for child in token.children:
        if child.dep_ == "case" and child.i < token.i:
            parts = [child, *children(child, "fixed")]
            return " ".join(part.lower_ for part in sorted(parts, key=lambda part: part.i))
    return None


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive, with or without an auxiliary."""
    return any(child.dep_ in ("aux:pass", "nsubj:pass", "obl:agent") for child in verb.children) or (
        "Pass" in verb.morph.get("Voice", [])
    )


def is_bare_participle(verb: Token) -> bool:
    """Whether a verb is a past participle hung on a noun or clause that does not tell who did it ("Asked whether …")."""
    is_mistagged = verb.tag_ == "VBD" and verb.i < verb.head.i and not children(verb, *SUBJECTS, *PASSIVE_SUBJECTS)
    return (verb.tag_ == "VBN" or is_mistagged) and verb.dep_ in ("acl", "advcl") and not agents(verb)


def is_infinitive(token: Token) -> bool:
    """Whether a predicate is an infinitive with "to"."""
    return any(child.lower_ == "to" and child.dep_ in ("mark", "aux") for child in token.children)


def is_negated(token: Token) -> bool:
    """Whether a negation hangs on the token, its auxiliaries or, for a noun, its determiner."""
    return any(
        (child.lower_ in NEGATIONS and child.dep_ in ("advmod", "det", "aux", "cc:preconj", "cc", "case"))
        or "Neg" in child.morph.get("Polarity", [])
        for child in token.children
    )


_OPENING = "([“\"‘'«„"
_CLOSING = ")]”\"’'»"


def trim(doc: Doc, start: int, end: int) -> Span:
    """Tokens `[start, end)` without outer white space, stops, conjunctions and quotation marks that do not belong inside."""
    while (start < end and _is_loose(doc, start, end, _OPENING, _CLOSING)) or (
        start < end
        and (doc[start].lower_ in ("and", "but") or (doc[start].lower_ == "that" and doc[start].pos_ == "SCONJ"))
    ):
        start += 1
    while end > start and (_is_loose(doc, end - 1, end, _CLOSING + "%", "", first=start) or doc[end - 1].dep_ == "cc"):
        end -= 1
    if end - start > 2 and doc[start].text in "“\"‘'«„" and doc[end - 1].text in "”\"’'»":
        inner = any(doc[i].text in '”"»' for i in range(start + 1, end - 1))
        return doc[start:end] if inner else trim(doc, start + 1, end - 1)
    return doc[start:end]


def _is_loose(  # noqa: PLR0913
    doc: Doc, index: int, end: int, keep: str, partners: str, *, first: int = 0
) -> bool:
    """Whether the token at an edge is white space, punctuation, or a mark whose partner lies outside."""
    token = doc[index]
    if token.is_space:
        return True
    if not token.is_punct and token.text not in "“”«»„":
        return False
    if token.text not in keep:
        return True
    if partners:
        return not any(doc[i].text in partners for i in range(index + 1, end))
    return token.text not in ")]%" and not any(doc[i].text in _OPENING for i in range(first, index))


def status_of(predicate: Token) -> Status:
    """Whether what a predicate tells has happened, goes on, is planned, called for, hypothetical or negated.

    Read from negation, modal auxiliaries, conditions and tense on the predicate and on the verbs that govern it as
    complement ("wants to sign", "refused to attend" are left to the caller's vocabulary).
    """
    if is_negated(predicate):
        return "negated"
    head = _finite_head(predicate)
    modals = {child.lower_ for child in {*predicate.children, *head.children} if child.dep_ == "aux"}
    marks = {child.lower_ for child in {*predicate.children, *head.children} if child.dep_ == "mark"}
    if marks & CONDITIONS:
        return "hypothetical"
    if modals & OBLIGATION:
        return "called-for"
    if modals & FUTURE:
        return "planned"
    if modals & POSSIBILITY:
        return "hypothetical"
    return "ongoing" if _is_ongoing(predicate) else "happened"


def _is_ongoing(predicate: Token) -> bool:
    if predicate.pos_ not in ("VERB", "AUX"):
        return False
    helpers = {child.lower_ for child in predicate.children if child.dep_ in ("aux", "aux:pass")}
    if helpers & {"has", "have", "had", "having", "was", "were", "did"}:
        return "Part" in predicate.morph.get("VerbForm", []) and predicate.lower_.endswith("ing")
    return "Pres" in predicate.morph.get("Tense", []) or bool(helpers & {"is", "are", "am", "does", "do"})


def _finite_head(predicate: Token) -> Token:
    while (
        predicate.dep_ in ("conj", "xcomp") and predicate.head.pos_ in ("VERB", "AUX") and predicate.head != predicate
    ):
        if any(child.dep_ in ("aux", "mark") for child in predicate.children):
            break
        predicate = predicate.head
    return predicate


def _subject(verb: Token, labels: frozenset[str]) -> list[Token]:
    seen: set[int] = set()
    while verb.i not in seen:
        seen.add(verb.i)
        own = children(verb, *labels)
        if own:
            return [_antecedent(item) for item in own]
        if any(child.dep_.startswith(("nsubj", "csubj")) for child in verb.children):
            return []
        if verb.dep_ == "acl" and verb.head.pos_ in ("NOUN", "PROPN", "PRON"):
            return [verb.head]
        if verb.dep_ not in ("conj", "xcomp", "advcl") or verb.head.pos_ not in ("VERB", "AUX", "ADJ", "NOUN"):
            return []
        if verb.dep_ == "xcomp":
            controllers = children(verb.head, "obj", "iobj")
            if controllers:
                return controllers
            labels = SUBJECTS | PASSIVE_SUBJECTS
        verb = verb.head
    return []


def _antecedent(token: Token) -> Token:
    if "Rel" in token.morph.get("PronType", []) or token.lower_ in ("who", "which", "that", "whom"):
        clause = token.head
        if clause.dep_ == "acl:relcl":
            return clause.head
    return token


def with_conjuncts(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, each with everything coordinated with it."""
    return [item for token in tokens for item in conjuncts(token)]


def ancestors(token: Token) -> Iterator[Token]:
    """The heads above a token, nearest first."""
    while token.head != token:
        token = token.head
        yield token
