"""Single wishes in a parse: the content of an act of proposing, a modal verb's clause, "the importance of …"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from spacy.tokens import Span, Token

from verbale.data import read_toml
from verbale.finding.context import Reading
from verbale.finding.inside import actors_at
from verbale.finding.requests import of_performative
from verbale.finding.syntax import (
    children,
    is_infinitive,
    is_passive,
    obliques,
    passive_subjects,
    preposition,
    subjects,
)
from verbale.finding.wish_parts import (
    Wish,
    actors_of,
    addressees,
    asked,
    cue_words,
    end_of,
    first_of_phrase,
    is_open,
    modals,
    stops,
)
from verbale.record import Force, Statement

_VERBAL = frozenset({"VERB", "AUX"})
_CONTENT = frozenset({"VERB", "NOUN", "ADJ", "AUX", "PROPN"})


def of_act(reading: Reading, statement: Statement) -> Wish | None:
    """The wish that a statement of demanding, proposing, asking or hoping utters; None for other acts and questions."""
    act = statement.cue.act if statement.cue else None
    force = cast("Force | None", read_toml("proposal_cues")["acts"].get(act))
    content = reading.span(statement.evidence)
    if force is None or content is None or statement.cue is None or statement.quote.rstrip("\"'”’ ").endswith("?"):
        return None
    if act == "ask" and content[0].lower_ in ("if", "whether", *cue_words("conditions", "questions")):
        return None
    cue = reading.span(statement.cue.evidence)
    if (
        not is_open(content.root)
        or not _names_action(reading, content)
        or (act == "ask" and not _asks_for(content, cue))
    ):
        return None
    if cue is not None and any(token.tag_ == "NNS" for token in cue):
        return None  # "made proposals for …" announces what other sentences say
    verb = content.root
    infinitive = verb.pos_ in _VERBAL and any(
        child.lower_ == "to" and child.dep_ in ("mark", "aux") for child in verb.children
    )
    start = verb.i if infinitive else content.start
    if stops(verb) and force != "hope":
        force = "demand"
    others = tuple(actor for actor in addressees(reading, verb) if actor != statement.speaker)
    whom = others or (asked(reading, cue.root) if cue is not None else ())
    return Wish(content.start, content.end, (start, content.end), force, whom, content.root, whole=True)


def _names_action(reading: Reading, content: Span) -> bool:
    """Whether a content without a verb names something to be done, and not only somebody, a day or a manner."""
    root = content.root
    if root.pos_ in _VERBAL or any(token.pos_ == "VERB" for token in content):
        return True
    return (
        root.pos_ == "NOUN"
        and root.ent_type_ != "DATE"
        and not actors_at(reading, root)
        and preposition(root) not in ("in", "on", "at", "with")
    )


def _asks_for(content: Span, cue: Span | None) -> bool:
    """Whether "ask" begs for something: with an infinitive or "for", not with a question."""
    if is_infinitive(content.root) or any(is_infinitive(token) for token in content[:6]):
        return True
    return (
        cue is not None
        and content.root.pos_ == "NOUN"
        and (content[0].lower_ == "for" or (content.start > 0 and content.doc[content.start - 1].lower_ == "for"))
    )


def of_modality(reading: Reading) -> Iterator[Wish]:
    """The wishes that modal verbs, adjectives and nouns of necessity, "let us" and imperatives express."""
    for token in reading.doc:
        wish = _of_verb(reading, token) or _of_necessity(reading, token) or of_performative(reading, token)
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
    action = span if is_passive(verb) else (first_of_phrase(verb), span[1])
    headless = not any(
        child.dep_.startswith(("nsubj", "csubj", "expl")) for child in verb.children
    ) and verb.dep_ not in ("conj", "xcomp")
    return Wish(*span, action, force, addressees(reading, verb), verb, headless=headless)


def _modal(verb: Token) -> Force | None:
    if verb.pos_ not in _CONTENT:
        return None
    helpers = {child.lower_ for child in verb.children if child.dep_ == "aux" and child.i < verb.i}
    if helpers & cue_words("modals", "demand"):
        return "demand"
    return "proposal" if helpers & cue_words("modals", "proposal") else None


def _semi_modal(verb: Token) -> Force | None:
    """For the infinitive under "needs to" and "has to", in the present."""
    above = verb.head
    if verb.dep_ != "xcomp" or above.pos_ not in _VERBAL or not any(child.lower_ == "to" for child in verb.children):
        return None
    if (
        "Past" in above.morph.get("Tense", [])
        or above.lower_ in ("had", "needed")
        or any(child.lower_ in ("not", "n't", "if") for child in above.children)
    ):
        return None
    if above.lemma_ in cue_words("semi_modals", "demand"):
        named = is_passive(verb) or any(child.ent_type_ or child.pos_ == "PRON" for child in subjects(verb))
        generic = any(child.dep_ == "aux" for child in above.children) or not named
        return None if generic else "demand"
    return "proposal" if above.lemma_ in cue_words("semi_modals", "proposal") else None


def _is_set_aside(verb: Token) -> bool:
    """Modals that express no wish: reports ("should be noted"), reproaches ("should have"), conditions, expectations.

    Guesses.
    """
    helpers = [child for child in verb.children if child.dep_ in ("aux", "aux:pass", "cop")]
    words = {child.lower_ for child in helpers}
    if words & {"have", "has", "had", "’ve", "'ve"} or (
        verb.lemma_ in cue_words("epistemic", "verbs") and _is_report(verb)
    ):
        return True
    modal = min((child for child in helpers if child.lower_ in modals()), key=lambda child: child.i, default=None)
    subject = min(
        (child.i for child in verb.children if child.dep_.startswith(("nsubj", "csubj", "expl"))), default=None
    )
    if modal is not None and subject is not None and modal.i < subject:
        return True
    if any(
        child.dep_ in ("mark", "advmod") and child.lower_ in cue_words("conditions", "marks") and child.i < verb.i
        for child in verb.children
        if child is not modal
    ):
        return True
    if verb.dep_ == "acl:relcl" and words & cue_words("modals", "proposal"):
        return True
    return (
        "should" in words
        and verb.lemma_ in cue_words("expectation", "verbs")
        and not is_passive(verb)
        and _is_thing(verb)
    )


def _is_report(verb: Token) -> bool:
    """ "it should be noted", "we must remember", "one should note": nobody else is asked to do anything."""
    named = [*subjects(verb), *passive_subjects(verb)]
    return (
        not named
        or any(token.lower_ in ("it", "we", "i", "one", "you", "this", "that") for token in named)
        or bool(children(verb, "expl", "ccomp"))
    )


def _is_thing(verb: Token) -> bool:
    return all(token.pos_ == "NOUN" and token.ent_type_ == "" for token in subjects(verb))


def _is_urgent(verb: Token) -> bool:
    words = cue_words("urgent", "words")
    if any(child.lower_ in words for child in verb.children if child.dep_ == "advmod"):
        return True
    text = verb.doc[verb.left_edge.i : min(verb.right_edge.i + 1, verb.i + 30)].text.lower()
    return any(phrase in text for phrase in words if " " in phrase)


def _of_necessity(reading: Reading, word: Token) -> Wish | None:
    """ "it is necessary to …", "the importance of organising …", "the need to / for …"."""
    if word.pos_ == "ADJ" and word.lemma_ in cue_words("adjectives", "proposal"):
        verb = next(
            (
                child
                for child in word.children
                if child.dep_ in ("csubj", "xcomp", "ccomp", "advcl", "acl") and is_open(child) and child.i > word.i
            ),
            None,
        )
        if verb is None or verb.lemma_ in cue_words("epistemic", "verbs") or not _is_predicate(word):
            return None
        first = min([word.i, *(child.i for child in word.children if child.dep_ in ("nsubj", "expl", "cop"))])
        return Wish(
            first, end_of(verb), (first_of_phrase(verb), end_of(verb)), "proposal", _for_whom(reading, word, verb), word
        )
    if word.pos_ != "NOUN" or word.lemma_ not in cue_words("nouns", "proposal"):
        return None
    verb = next(
        (
            child
            for child in word.children
            if child.dep_ in ("acl", "advcl", "ccomp") and child.i > word.i and _follows_noun(child)
        ),
        None,
    )
    if verb is None:
        deeds = cue_words("nouns", "deeds")
        verb = next(
            (
                child
                for child in children(word, "nmod")
                if preposition(child) == "of" and (child.lemma_.lower() in deeds or _is_gerund(child))
            ),
            None,
        )
    if verb is None and word.lemma_ in cue_words("nouns", "with_for"):
        verb = next((child for child in children(word, "nmod") if preposition(child) == "for"), None)
    if (
        verb is None
        or verb.lemma_ in cue_words("epistemic", "verbs")
        or (word.lemma_ in ("time", "value") and not is_infinitive(verb))
    ):
        return None
    end = max(end_of(verb), word.right_edge.i + 1)
    return Wish(word.left_edge.i, end, (first_of_phrase(verb), end), "proposal", addressees(reading, verb), word)


def _is_gerund(token: Token) -> bool:
    """A gerund that the parser took for a noun: "the importance of training officers"."""
    return token.lower_.endswith("ing") and (token.tag_ == "VBG" or bool(children(token, "obj")))


def _follows_noun(verb: Token) -> bool:
    """ "(the importance) of organising", "(the need) to organise", and not "(attached importance) to organising"."""
    of = any(child.lower_ == "of" and child.dep_ in ("mark", "case") for child in verb.children)
    return is_infinitive(verb) if verb.tag_ != "VBG" else of


def _is_predicate(word: Token) -> bool:
    return any(
        child.dep_ in ("cop", "expl") or child.dep_.startswith("nsubj") for child in word.children
    ) or word.dep_ in ("xcomp", "ccomp")


def _for_whom(reading: Reading, word: Token, verb: Token) -> tuple[str, ...]:
    return actors_of(reading, [*children(verb, "nsubj"), *obliques(word, "for")])


def _clause(verb: Token) -> tuple[int, int]:
    """The clause of a modal verb, from its subject or first auxiliary, without clauses coordinated with it."""
    parts = [child for child in verb.children if child.dep_.startswith(("nsubj", "csubj", "expl")) and child.i < verb.i]
    helpers = [child.i for child in verb.children if child.dep_ in ("aux", "cop") and child.i < verb.i]
    first = min([verb.i, *helpers, *(part.left_edge.i for part in parts)])
    if not parts and verb.dep_ == "xcomp":
        above = [child.left_edge.i for child in verb.head.children if child.dep_.startswith("nsubj")]
        first = min([first, verb.head.i, *above])
    return first, end_of(verb)


def _in_question(trigger: Token) -> bool:
    sentence = trigger.sent
    return sentence[-1].text == "?" or (len(sentence) > 1 and sentence[-2].text == "?")
