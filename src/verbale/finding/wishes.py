"""Single wishes in a parse: a modal verb and its clause, "the importance of organising …", an act of proposing and its content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from spacy.tokens import Span, Token

from verbale.data import read_toml
from verbale.finding.context import Reading
from verbale.finding.inside import actors_at
from verbale.finding.syntax import agents, children, conjuncts, is_negated, is_passive, obliques, passive_subjects, preposition, status_of, subjects
from verbale.record import Force, Statement

_VERBAL = frozenset({"VERB", "AUX"})
_CONTENT = frozenset({"VERB", "NOUN", "ADJ", "AUX", "PROPN"})
_FIRST_PERSON = frozenset({"i", "we"})


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish on tokens `[first, last)`; `action` are the tokens of what is to be done. `whole`: a statement's whole content."""

    first: int
    last: int
    action: tuple[int, int]
    force: Force
    addressees: tuple[str, ...]
    trigger: Token
    whole: bool = False
    by: str | None = None
    """Who wishes, where the words name somebody other than the speaker of the statement: "Madrid asked everyone to …"."""
    headless: bool = False
    """No subject was found: the clause may start earlier than the parse tells."""


def of_act(reading: Reading, statement: Statement) -> Wish | None:
    """The wish that a statement of demanding, urging, proposing, asking or hoping utters; None for other acts and for questions."""
    act = statement.cue.act if statement.cue else None
    force = cast("Force | None", read_toml("proposal_cues")["acts"].get(act))
    content = _span(reading, statement.evidence)
    if force is None or content is None or statement.cue is None or statement.quote.rstrip("\"'”’ ").endswith("?"):
        return None
    if act == "ask" and content[0].lower_ in ("if", "whether", *_set("conditions", "questions")):
        return None
    cue = _span(reading, statement.cue.evidence)
    if not _is_open(content.root) or not _names_action(reading, content) or (act == "ask" and not _asks_for(content, cue)):
        return None
    if cue is not None and any(token.tag_ == "NNS" for token in cue):
        return None  # "made proposals for …" announces what other sentences say
    verb = content.root
    infinitive = verb.pos_ in _VERBAL and any(child.lower_ == "to" and child.dep_ in ("mark", "aux") for child in verb.children)
    start = verb.i if infinitive else content.start
    if _stops(verb) and force != "hope":
        force = "demand"
    addressees = _addressees(reading, verb) or (_asked(reading, cue.root) if cue is not None else ())
    return Wish(content.start, content.end, (start, content.end), force, addressees, content.root, whole=True)


def _names_action(reading: Reading, content: Span) -> bool:
    """Whether a content without a verb names something to be done, and not only somebody, a day or a manner."""
    root = content.root
    if root.pos_ in _VERBAL or any(token.pos_ == "VERB" for token in content):
        return True
    return root.pos_ == "NOUN" and root.ent_type_ != "DATE" and not actors_at(reading, root) and preposition(root) not in ("in", "on", "at", "with")


def _asks_for(content: Span, cue: Span | None) -> bool:
    """Whether "ask" begs for something: with an infinitive or "for", not with a question."""
    if _infinitive(content.root) or any(_infinitive(token) for token in content[:6]):
        return True
    return cue is not None and content.root.pos_ == "NOUN" and (content[0].lower_ == "for" or (content.start > 0 and content.doc[content.start - 1].lower_ == "for"))


def of_modality(reading: Reading) -> Iterator[Wish]:
    """The wishes that modal verbs, adjectives and nouns of necessity, "let us" and imperatives express."""
    for token in reading.doc:
        wish = _of_verb(reading, token) or _of_necessity(reading, token) or _of_performative(reading, token)
        if wish is not None and not _in_question(wish.trigger):
            yield wish


def _of_verb(reading: Reading, verb: Token) -> Wish | None:
    """ "should be formed", "must withdraw", "needs to", "has to", "let us"."""
    force = _modal(verb) or _semi_modal(verb)
    if force is None or _is_set_aside(verb) or any(child.lower_ in ("i", "one") for child in children(verb, "nsubj")):
        return None
    span = _clause(verb)
    if force == "proposal" and _is_urgent(verb):
        force = "demand"
    action = span if is_passive(verb) else (_first_of_phrase(verb), span[1])
    headless = not any(child.dep_.startswith(("nsubj", "csubj", "expl")) for child in verb.children) and verb.dep_ not in ("conj", "xcomp")
    return Wish(*span, action, force, _addressees(reading, verb), verb, headless=headless)


def _modal(verb: Token) -> Force | None:
    if verb.pos_ not in _CONTENT:
        return None
    helpers = {child.lower_ for child in verb.children if child.dep_ == "aux" and child.i < verb.i}
    if helpers & _set("modals", "demand"):
        return "demand"
    return "proposal" if helpers & _set("modals", "proposal") else None


def _semi_modal(verb: Token) -> Force | None:
    """For the infinitive under "needs to" and "has to", in the present."""
    above = verb.head
    if verb.dep_ != "xcomp" or above.pos_ not in _VERBAL or not any(child.lower_ == "to" for child in verb.children):
        return None
    if "Past" in above.morph.get("Tense") or above.lower_ in ("had", "needed") or any(child.lower_ in ("not", "n't", "if") for child in above.children):
        return None
    if above.lemma_ in _set("semi_modals", "demand"):
        named = is_passive(verb) or any(child.ent_type_ or child.pos_ == "PRON" for child in subjects(verb))
        generic = any(child.dep_ == "aux" for child in above.children) or not named
        return None if generic else "demand"
    return "proposal" if above.lemma_ in _set("semi_modals", "proposal") else None


def _is_set_aside(verb: Token) -> bool:
    """Modals that express no wish: reports ("should be noted"), reproaches ("should have"), conditions, expectations, guesses."""
    helpers = [child for child in verb.children if child.dep_ in ("aux", "aux:pass", "cop")]
    words = {child.lower_ for child in helpers}
    if words & {"have", "has", "had", "’ve", "'ve"} or (verb.lemma_ in _set("epistemic", "verbs") and _is_report(verb)):
        return True
    modal = min((child for child in helpers if child.lower_ in _modals()), key=lambda child: child.i, default=None)
    subject = min((child.i for child in verb.children if child.dep_.startswith(("nsubj", "csubj", "expl"))), default=None)
    if modal is not None and subject is not None and modal.i < subject:
        return True
    if any(child.dep_ in ("mark", "advmod") and child.lower_ in _set("conditions", "marks") and child.i < verb.i for child in verb.children if child is not modal):
        return True
    if verb.dep_ == "acl:relcl" and words & _set("modals", "proposal"):
        return True
    return "should" in words and verb.lemma_ in _set("expectation", "verbs") and not is_passive(verb) and _is_thing(verb)


def _is_report(verb: Token) -> bool:
    """ "it should be noted", "we must remember", "one should note": nobody else is asked to do anything."""
    named = [*subjects(verb), *passive_subjects(verb)]
    return not named or any(token.lower_ in ("it", "we", "i", "one", "you", "this", "that") for token in named) or bool(children(verb, "expl", "ccomp"))


def _is_thing(verb: Token) -> bool:
    return all(token.pos_ == "NOUN" and token.ent_type_ == "" for token in subjects(verb))


def _is_urgent(verb: Token) -> bool:
    words = _set("urgent", "words")
    if any(child.lower_ in words for child in verb.children if child.dep_ == "advmod"):
        return True
    text = verb.doc[verb.left_edge.i : min(verb.right_edge.i + 1, verb.i + 30)].text.lower()
    return any(phrase in text for phrase in words if " " in phrase)


def _of_necessity(reading: Reading, word: Token) -> Wish | None:
    """ "it is necessary to …", "the importance of organising …", "the need to / for …"."""
    if word.pos_ == "ADJ" and word.lemma_ in _set("adjectives", "proposal"):
        verb = next((child for child in word.children if child.dep_ in ("csubj", "xcomp", "ccomp", "advcl", "acl") and _is_open(child) and child.i > word.i), None)
        if verb is None or verb.lemma_ in _set("epistemic", "verbs") or not _is_predicate(word):
            return None
        first = min([word.i, *(child.i for child in word.children if child.dep_ in ("nsubj", "expl", "cop"))])
        return Wish(first, _end(verb), (_first_of_phrase(verb), _end(verb)), "proposal", _for_whom(reading, word, verb), word)
    if word.pos_ != "NOUN" or word.lemma_ not in _set("nouns", "proposal"):
        return None
    verb = next((child for child in word.children if child.dep_ in ("acl", "advcl", "ccomp") and child.i > word.i and _is_open(child)), None)
    if verb is None:
        verb = next((child for child in children(word, "nmod") if preposition(child) == "of" and child.lemma_.lower() in _set("nouns", "deeds")), None)
    if verb is None and word.lemma_ in _set("nouns", "with_for"):
        verb = next((child for child in children(word, "nmod") if preposition(child) == "for"), None)
    if verb is None or verb.lemma_ in _set("epistemic", "verbs") or (word.lemma_ in ("time", "value") and not _infinitive(verb)):
        return None
    end = max(_end(verb), word.right_edge.i + 1)
    return Wish(word.left_edge.i, end, (_first_of_phrase(verb), end), "proposal", _addressees(reading, verb), word)


def _is_predicate(word: Token) -> bool:
    return any(child.dep_ in ("cop", "expl") or child.dep_.startswith("nsubj") for child in word.children) or word.dep_ in ("xcomp", "ccomp")


def _is_open(verb: Token) -> bool:
    """Whether a clause tells what is not yet: an infinitive, a gerund, a bare subjunctive, a modal or future."""
    if verb.pos_ not in _VERBAL and not children(verb, "cop"):
        return True
    helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "aux:pass", "cop")}
    if helpers & {"will", "would", "can", "could", "may", "should", "must", "be", "’ll", "'ll"}:
        return True
    if helpers & {"has", "have", "had", "is", "are", "was", "were", "did", "does"}:
        return False
    return verb.tag_ in ("VB", "VBG") or bool(helpers & {"to"}) or _infinitive(verb)


def _infinitive(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ in ("mark", "aux") for child in verb.children)


def _of_performative(reading: Reading, verb: Token) -> Wish | None:
    """ "We call on … to …", "I propose that …" in the speaker's own voice, and "let us …"."""
    if verb.pos_ != "VERB":
        return None
    if verb.lemma_ == "let" and not subjects(verb):
        return _of_let(reading, verb)
    force = _performative_force(verb)
    if force is None or is_passive(verb) or is_negated(verb) or status_of(verb) in ("hypothetical", "called-for"):
        return None
    below = next((child for child in children(verb, "xcomp", "ccomp", "obl", "obj", "advcl") if child.i > verb.i and _is_action(verb, child)), None)
    if below is None or (force == "hope" and not _is_open(below)):
        return None
    stop: Force = "demand" if force != "hope" and _stops(below) else force
    asked = _addressees(reading, below) or _asked(reading, verb)
    own = [child for child in children(verb, "nsubj") if child.lower_ in _FIRST_PERSON]
    if own:
        present = "Past" not in verb.morph.get("Tense")
        return Wish(own[0].i, _end(verb), (_first_of_phrase(below), _end(below)), stop, asked, verb) if present else None
    by = _wisher(reading, verb)
    if by is None and (subjects(verb) or reading.document.genre != "statement"):
        return None
    whom = [child.left_edge.i for child in children(verb, "obj", "iobj", "obl") if verb.i < child.i < below.i]
    return Wish(min([below.left_edge.i, *whom]), _end(below), (_first_of_phrase(below), _end(below)), stop, asked, below, by=by)


def _wisher(reading: Reading, verb: Token) -> str | None:
    """The one actor who is the subject of a verb of wishing."""
    found = [actor for token in subjects(verb) for actor in actors_at(reading, token)]
    return found[0] if found else None


def _of_let(reading: Reading, verb: Token) -> Wish | None:
    """ "Let us form a committee", "let them ratify": with something to be done to something; "let us walk" and "let me say" are turns of speech."""
    below = next((child for child in children(verb, "xcomp", "ccomp") if child.i > verb.i), None)
    whom = [*children(verb, "obj"), *(children(below, "nsubj") if below is not None else [])]
    if below is None or not whom or whom[0].lower_ in ("me", "him", "her", "it", "that", "this"):
        return None
    if not any(child.pos_ in ("NOUN", "PROPN") for child in below.children if child.dep_ in ("obj", "obl") and child.i > below.i):
        return None
    return Wish(verb.i, _end(verb), (below.i, _end(verb)), "proposal", _addressees(reading, below), verb)


def _performative_force(verb: Token) -> Force | None:
    for force in ("demand", "proposal", "hope"):
        if verb.lemma_ in _set("performatives", force):
            if verb.lemma_ in ("call", "plead") and not any(preposition(child) in ("for", "on", "upon", "with") for child in children(verb, "obl")):
                return None
            if verb.lemma_ in ("want", "like") and not children(verb, "obj", "ccomp"):
                return None
            if verb.lemma_ == "look" and not any(child.lower_ == "forward" for child in verb.children):
                return None
            return cast("Force", force)
    return None


def _is_action(verb: Token, child: Token) -> bool:
    if verb.lemma_ in ("hope", "wish", "expect", "want", "like") and child.dep_ == "xcomp" and not children(verb, "obj"):
        return False  # what somebody means to do himself
    if verb.lemma_ == "ask" and child.dep_ == "ccomp":
        return False  # a question
    if child.dep_ in ("xcomp", "ccomp"):
        return child.tag_ != "VBD" and not children(child, "cop") or _is_open(child)
    if child.dep_ == "advcl":
        return _infinitive(child)
    if child.dep_ == "obl":
        return preposition(child) == "for" or (verb.lemma_ == "insist" and preposition(child) in ("on", "upon") and child.pos_ == "NOUN")
    return verb.lemma_ in ("demand", "propose", "suggest", "recommend", "advocate", "request", "seek") and child.pos_ == "NOUN"


def _stops(verb: Token) -> bool:
    return verb.lemma_ in _set("stopping", "verbs")


def _addressees(reading: Reading, verb: Token) -> tuple[str, ...]:
    """Who is to act: the subject of an active verb, the agent of a passive one."""
    doers = agents(verb) if is_passive(verb) else [*subjects(verb), *children(verb, "nsubj")]
    return _actors(reading, doers)


def _asked(reading: Reading, cue: Token) -> tuple[str, ...]:
    """Whom the cue addresses: "urged Armenia", "called on both sides", "appealed to the Council"."""
    return _actors(reading, [*children(cue, "obj", "iobj"), *obliques(cue, "on", "upon", "to", "from", "of")])


def _for_whom(reading: Reading, word: Token, verb: Token) -> tuple[str, ...]:
    return _actors(reading, [*children(verb, "nsubj"), *obliques(word, "for")])


def _actors(reading: Reading, tokens: list[Token]) -> tuple[str, ...]:
    found = (actor for token in tokens for item in conjuncts(token) for actor in actors_at(reading, item))
    return tuple(dict.fromkeys(found))


def _clause(verb: Token) -> tuple[int, int]:
    """The clause of a modal verb: from its subject or first auxiliary to its end, without clauses coordinated with it."""
    parts = [child for child in verb.children if child.dep_.startswith(("nsubj", "csubj", "expl")) and child.i < verb.i]
    helpers = [child.i for child in verb.children if child.dep_ in ("aux", "cop") and child.i < verb.i]
    first = min([verb.i, *helpers, *(part.left_edge.i for part in parts)])
    if not parts and verb.dep_ == "xcomp":
        above = [child.left_edge.i for child in verb.head.children if child.dep_.startswith("nsubj")]
        first = min([first, verb.head.i, *above])
    return first, _end(verb)


def _end(verb: Token) -> int:
    """The end of a predicate's phrase: before a coordinated clause with a subject or modal of its own."""
    last = verb.right_edge.i + 1
    for child in verb.children:
        apart = child.dep_ == "parataxis" or (child.dep_ == "conj" and _stands_alone(child))
        if apart and child.i > verb.i:
            last = min(last, child.left_edge.i)
    return max(last, verb.i + 1)


def _stands_alone(verb: Token) -> bool:
    return any(child.dep_.startswith(("nsubj", "csubj")) or child.lower_ in _modals() for child in verb.children)


def _first_of_phrase(verb: Token) -> int:
    """Where the words of the action begin: the verb with the adverbs right before it."""
    before = [child.i for child in verb.children if child.dep_ in ("advmod", "cop", "aux:pass") and child.i < verb.i and child.lower_ not in _modals()]
    first = verb.i
    while first - 1 in before:
        first -= 1
    return first


def _in_question(trigger: Token) -> bool:
    sentence = trigger.sent
    return sentence[-1].text == "?" or (len(sentence) > 1 and sentence[-2].text == "?")


def _span(reading: Reading, evidence: tuple[int, int]) -> Span | None:
    offsets = reading.document.offsets
    start, end = offsets.to_repaired(evidence[0]), offsets.to_repaired(evidence[1])
    found: Span | None = reading.doc.char_span(start, end, alignment_mode="expand")
    return found if found is not None and len(found) else None


@cache
def _set(table: str, key: str) -> frozenset[str]:
    return frozenset(read_toml("proposal_cues")[table][key])


@cache
def _modals() -> frozenset[str]:
    return _set("modals", "demand") | _set("modals", "proposal")
