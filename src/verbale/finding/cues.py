"""Cues in a sentence: which word reports, who the source is, and which words are the content.

Works on a Universal Dependencies tree with the surface as safety net: the parser errs in one arc of nine, so content that
hangs on a main-clause cue runs to the end of the sentence, not only to the end of its subtree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from verbale.finding.lexicon import Lexicon, Reading, lexicon
from verbale.finding.quotes import Quote
from verbale.finding.syntax import (
    agents,
    children,
    is_negated,
    is_passive,
    objects,
    passive_subjects,
    preposition,
    status_of,
    subjects,
)
from verbale.record import Act

SPINE = frozenset({"ROOT", "root", "conj", "parataxis"})
FIRST_PERSON = frozenset({"i", "we", "us", "me"})
# Verbs under which a reporting infinitive still reports ("would like to stress", "went on to say", "wants to thank").
_POLITE = frozenset(
    {"like", "wish", "want", "go", "continue", "begin", "start", "let", "allow", "seek", "take", "use", "rise"}
)


# Relations by which a word leads on to the head of its own noun phrase.
_LEADING = frozenset({"compound", "nmod:poss", "flat", "amod", "nmod", "nmod:desc", "nmod:unmarked", "appos"})
_PARTICLES = frozenset({"out", "on", "forward", "aside", "away", "off", "down", "back", "up"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before its speaker is known. Token offsets; `content` and `cue` are half-open."""

    act: Act
    frame: str
    cue: tuple[int, int]
    content: tuple[int, int]
    source: int | None
    rule: str
    confidence: float
    addressees: tuple[int, ...] = ()
    open_ended: bool = False  # "said:" at the end of a paragraph: what follows is the content
    rest: tuple[int, int] | None = None  # after a semicolon: the source goes on in a clause of its own


def find_cues(sentence: Span, quotes: list[Quote]) -> list[Draft]:
    """Drafts of one sentence in order of their cues. `quotes` are those that overlap the sentence."""
    lex = lexicon()
    drafts = [_both_sides(sentence, draft, quotes) for draft in _drafts(sentence, quotes, lex)]
    return [_cut(sentence, draft) for draft in _without_overlap(_bounded(sentence, drafts))]


def _both_sides(sentence: Span, draft: Draft, quotes: list[Quote]) -> Draft:
    """ "“A,” he said, “B.”": the content is A and B, whichever of them the tree gives."""
    if draft.frame != "clause":
        return draft
    cue = sentence.doc[draft.cue[0]]
    before = [quote for quote in quotes if sentence.start_char <= quote.outer_start and quote.end <= cue.idx]
    after = [quote for quote in quotes if quote.start > cue.idx and quote.end <= sentence.end_char + 1]
    if not before or not after or before[0].outer_start > sentence.start_char + 2:
        return draft
    first = sentence.doc.char_span(before[0].start, before[0].end, alignment_mode="contract")
    last = sentence.doc.char_span(after[-1].start, min(after[-1].end, sentence.end_char), alignment_mode="contract")
    if first is None or last is None:
        return draft
    return replace(draft, content=(min(first.start, draft.content[0]), max(last.end, draft.content[1])))


def _cut(sentence: Span, draft: Draft) -> Draft:
    """End content at a semicolon that a clause with a subject of its own follows; that clause becomes the rest."""
    start, end = draft.content
    if draft.frame not in ("clause", "adjunct") or start < draft.cue[0]:
        return draft
    for token in sentence.doc[start:end]:
        if token.text == ";" and any(item.dep_.startswith("nsubj") for item in sentence.doc[token.i + 1 : end]):
            return replace(draft, content=(start, token.i), rest=(token.i + 1, end))
    return draft


def _drafts(sentence: Span, quotes: list[Quote], lex: Lexicon) -> Iterator[Draft]:
    for token in sentence:
        draft = _of_token(token, sentence, quotes, lex)
        if (draft is not None and draft.content[0] < draft.content[1]) or (draft is not None and draft.open_ended):
            yield draft


def _of_token(token: Token, sentence: Span, quotes: list[Quote], lex: Lexicon) -> Draft | None:
    if token.pos_ in ("VERB", "AUX"):
        return _verbal(token, sentence, quotes, lex)
    if token.pos_ == "ADJ" and token.lemma_ in lex.adjectives and children(token, "cop"):
        return _predicative(token, lex.adjectives[token.lemma_])
    if token.pos_ == "NOUN" and token.lemma_ in lex.nouns:
        return _nominal(token, lex.nouns[token.lemma_])
    if token.pos_ in ("ADP", "SCONJ", "VERB", "ADV") or token.lower_ in ("according", "in", "per", "as", "for"):
        return _prepositional(token, sentence, lex)
    return None


# --- verbs


def _verbal(verb: Token, sentence: Span, quotes: list[Quote], lex: Lexicon) -> Draft | None:
    if verb.lower_ in ("according", "citing", "quoting"):
        return _prepositional(verb, sentence, lex)
    key, cue = _key(verb)
    readings = lex.verbs.get(key) or lex.verbs.get(verb.lemma_, ())
    light = _light(verb, lex)
    if light is not None:
        return light
    if not readings and verb.dep_ in SPINE:
        mark = _next_mark(verb, sentence)
        readings = (Reading("say", "clause"),) if mark is not None and mark == _colon(verb, sentence, quotes) else ()
    if not readings or not _reports(verb):
        return None
    source = _source(verb)
    if source is None and not _may_lack_source(verb):
        return None
    for reading in readings:
        if reading.frame != "clause" and (key in lex.weak or verb.lemma_ in lex.weak):
            continue
        if (key in lex.weak or verb.lemma_ in lex.weak) and source is None:
            continue
        draft = _fill(verb, reading, sentence, quotes)
        if draft is not None:
            return replace(draft, cue=cue, source=source.i if source is not None else None)
    return None


def _key(verb: Token) -> tuple[str, tuple[int, int]]:
    particles = [item for item in verb.children if item.dep_ == "compound:prt" and 0 < item.i - verb.i <= 3]
    if particles and particles[0].i == verb.i + 1:
        return f"{verb.lemma_} {particles[0].lower_}", (verb.i, verb.i + 2)
    following = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
    if following is not None and following.lower_ in _PARTICLES and following.dep_ in ("advmod", "compound:prt"):
        return f"{verb.lemma_} {following.lower_}", (verb.i, verb.i + 2)
    return verb.lemma_, (verb.i, verb.i + 1)


def _reports(verb: Token) -> bool:
    """Whether the cue is asserted: not negated, not conditional, not wished for."""
    if is_negated(verb) and verb.lemma_ not in ("deny", "dispute"):
        return False
    if verb.dep_ == "xcomp" and verb.head.lemma_ in _POLITE:
        return not is_negated(verb.head)
    if verb.dep_ == "amod" or (
        verb.dep_ == "acl" and not any(child.dep_ in ("ccomp", "obj", "xcomp") for child in verb.children)
    ):
        return False
    if _is_infinitive(verb):
        return False  # "met to discuss …": meant, not said
    source = next(iter(subjects(verb)), None)
    if source is not None and source.lower_ in FIRST_PERSON:
        return True
    return status_of(verb) in ("happened", "ongoing")


def _source(verb: Token) -> Token | None:
    if is_passive(verb):
        found = agents(verb)
        return found[0] if found else None
    found = [
        item
        for item in subjects(verb)
        if item.lower_ not in ("it", "there", "this") or verb.lemma_ not in ("say", "note")
    ]
    return found[0] if found else _inverted(verb)


def _inverted(verb: Token) -> Token | None:
    """The subject of "…, said X" when the parser took it for an object."""
    if verb.dep_ == "parataxis" or children(verb, "ccomp", "parataxis"):
        after = [
            item
            for item in children(verb, "obj", "nsubj:pass")
            if item.i > verb.i and item.pos_ in ("PROPN", "NOUN", "PRON")
        ]
        return after[0] if after else None
    return None


def _may_lack_source(verb: Token) -> bool:
    """ "It was stressed that …": a finite passive with an expletive or a clause as subject; not "Asked whether …"."""
    if not is_passive(verb) or not children(verb, "aux:pass"):
        return False
    named = [item for item in passive_subjects(verb) if item.lower_ != "it"]
    return not named and bool(children(verb, "ccomp", "csubj", "csubj:pass", "expl", "nsubj:pass"))


def _fill(verb: Token, reading: Reading, sentence: Span, quotes: list[Quote]) -> Draft | None:
    filler = {
        "clause": _clause,
        "request": _request,
        "infinitive": _infinitive,
        "about": _about,
        "target": _target,
        "object": _object,
    }[reading.frame]
    found = filler(_Site(verb, reading, sentence, quotes))
    if found is None:
        return None
    content, addressees, open_ended, confidence = found
    return Draft(
        act=reading.act,
        frame=reading.frame,
        cue=(verb.i, verb.i + 1),
        content=content,
        source=None,
        rule=f"cue:{reading.frame}",
        confidence=confidence,
        addressees=addressees,
        open_ended=open_ended,
    )


Filled = tuple[tuple[int, int], tuple[int, ...], bool, float]


@dataclass(frozen=True, slots=True)
class _Site:
    """Where a frame is to be filled: the verb, how it is read, its sentence and the quotations there."""

    verb: Token
    reading: Reading
    sentence: Span
    quotes: list[Quote]


def _clause(site: _Site) -> Filled | None:  # noqa: PLR0911 - one way out for each shape, in order of trust
    verb, sentence, quotes = site.verb, site.sentence, site.quotes
    addressees = tuple(
        item.i for item in children(verb, "obj", "iobj") if item.ent_type_ == "PERSON" or item.pos_ == "PROPN"
    )
    trailing = _trailing(verb, sentence)
    if trailing is not None:
        return (sentence.start, trailing), addressees, False, 0.85
    complement = _complement(verb)
    if complement is not None and not _is_infinitive(complement):
        return _around(verb, complement, sentence), addressees, False, 0.9
    if verb.dep_ == "parataxis" and verb.head.i != verb.i:
        return _around(verb, verb.head, sentence), addressees, False, 0.85
    colon = _colon(verb, sentence, quotes)
    if colon is not None:
        return (colon + 1, sentence.end), addressees, _is_end(sentence, colon), 0.85
    quoted = None if verb.lemma_ in lexicon().weak else _quoted(verb, sentence, quotes)
    if quoted is not None:
        return quoted, addressees, False, 0.8
    surface = _that(verb, sentence)
    if surface is not None:
        return (surface + 1, sentence.end), addressees, False, 0.7
    return None


def _trailing(verb: Token, sentence: Span) -> int | None:
    """Where the content ends in "…, the spokesperson said today", when the tree has hung the cue on the content.

    The cue is no part of the sentence's spine, nothing but time and punctuation follows it, and its subject follows a comma.
    """
    subject = next(iter(children(verb, "nsubj")), None)
    if subject is None or subject.i > verb.i or _on_spine(verb) or subject.lower_ in ("that", "which", "who"):
        return None
    after = sentence.doc[verb.i + 1 : sentence.end]
    if any(token.text == ":" for token in after):
        return None
    start = subject.left_edge.i
    if start <= sentence.start + 2 or sentence.doc[start - 1].text not in (",", "”", '"', "’"):
        return None
    return (
        start
        if all(
            token.is_punct or token.ent_type_ == "DATE" or token.pos_ in ("ADV", "ADP", "SPACE") or _is_time(token)
            for token in after
        )
        else None
    )


def _complement(verb: Token) -> Token | None:
    """The clause that a verb reports: ccomp, else a parataxis or an advcl with "that"."""
    for label in ("ccomp", "parataxis", "csubj", "csubj:pass", "ccomp:pass"):
        found = [item for item in children(verb, label) if label != "parataxis" or _finite(item)]
        if found:
            return found[0]
    for item in children(verb, "advcl", "acl", "obj", "obl", "xcomp"):
        if any(mark.lower_ == "that" and mark.dep_ == "mark" for mark in item.children):
            return item
    return None


def _finite(token: Token) -> bool:
    return any(child.dep_.startswith(("nsubj", "csubj", "cop", "expl")) for child in token.children)


def _colon(verb: Token, sentence: Span, quotes: list[Quote]) -> int | None:
    for token in sentence.doc[verb.i + 1 : sentence.end]:
        if token.text == ":" and not any(quote.start <= token.idx < quote.end for quote in quotes):
            return int(token.i)
        if token.pos_ == "VERB" and token.dep_ in ("ccomp", "conj"):
            return None
    return None


def _next_mark(verb: Token, sentence: Span) -> int | None:
    """The next comma, semicolon, dash or colon after a verb."""
    return next((int(token.i) for token in sentence.doc[verb.i + 1 : sentence.end] if token.text in ":;,–—"), None)


def _is_end(sentence: Span, index: int) -> bool:
    return all(token.is_punct or token.is_space for token in sentence.doc[index + 1 : sentence.end])


def _quoted(verb: Token, sentence: Span, quotes: list[Quote]) -> tuple[int, int] | None:
    for quote in quotes:
        start, end = max(quote.start, sentence.start_char), min(quote.end, sentence.end_char)
        if start < end and quote.is_speech and not quote.start <= verb.idx < quote.end:
            span = sentence.doc.char_span(start, end, alignment_mode="expand")
            if span is not None:
                return span.start, span.end
    return None


def _that(verb: Token, sentence: Span) -> int | None:
    for token in sentence.doc[verb.i + 1 : min(verb.i + 9, sentence.end)]:
        if (token.lower_ == "that" and token.dep_ in ("mark", "dep")) or (
            token.lower_ == "that" and token.i == verb.i + 1
        ):
            return int(token.i)
        if token.pos_ == "VERB":
            return None
    return None


def _request(site: _Site) -> Filled | None:
    verb, reading = site.verb, site.reading
    asked = _asked(verb, reading.preposition)
    wish = [item for item in children(verb, "xcomp", "advcl", "ccomp") if _is_infinitive(item)]
    for item in asked:
        wish += [child for child in children(item, "acl") if _is_infinitive(child)]
    if not wish and asked:
        wish = _wish_after(asked[-1], site.sentence)
    if not wish or (not asked and not is_passive(verb)):
        return None
    start = min(_after_case(item) for item in (*asked, *wish)) if asked else wish[0].left_edge.i
    return (start, wish[0].right_edge.i + 1), tuple(item.i for item in asked), False, 0.9


def _wish_after(asked: Token, sentence: Span) -> list[Token]:
    """The infinitive that follows whoever is asked, where the tree hangs it elsewhere."""
    for token in sentence.doc[asked.i + 1 : sentence.end - 1]:
        if token.lower_ == "to" and token.pos_ == "PART" and sentence.doc[token.i + 1].pos_ == "VERB":
            return [sentence.doc[token.i + 1]]
    return []


def _after_case(nominal: Token) -> int:
    """Where a nominal begins once its preposition is left out."""
    cases = [child.i for child in nominal.children if child.dep_ == "case" and child.i < nominal.i]
    return max([nominal.left_edge.i, *(case + 1 for case in cases)])


def _asked(verb: Token, preposition_wanted: str | None) -> list[Token]:
    if preposition_wanted is not None:
        return [item for item in children(verb, "obl", "nmod", "obj") if preposition(item) == preposition_wanted]
    if is_passive(verb):
        return passive_subjects(verb)[:1]
    return [item for item in objects(verb) if preposition(item) is None]


def _is_infinitive(token: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "mark" for child in token.children)


def _infinitive(site: _Site) -> Filled | None:
    verb = site.verb
    wish = [item for item in children(verb, "xcomp") if _is_infinitive(item)]
    if not wish or is_passive(verb):
        return None
    return (wish[0].left_edge.i, wish[0].right_edge.i + 1), (), False, 0.8


def _about(site: _Site) -> Filled | None:
    verb, reading = site.verb, site.reading
    for item in children(verb, "advcl", "xcomp", "ccomp"):
        mark = next(
            (child for child in item.children if child.dep_ == "mark" and child.lower_ == reading.preposition), None
        )
        if mark is not None and mark.i > verb.i:
            return (mark.i + 1, item.right_edge.i + 1), (), False, 0.75
    for item in children(verb, "obl", "nmod"):
        case = preposition(item)
        if case == reading.preposition and item.i > verb.i:
            wish = [
                other.right_edge.i
                for other in children(verb, "xcomp", "advcl")
                if other.i > item.i and _is_infinitive(other)
            ]
            return (_after_case(item), max([item.right_edge.i, *wish]) + 1), (), False, 0.75
    return None


def _target(site: _Site) -> Filled | None:
    verb, reading = site.verb, site.reading
    found = passive_subjects(verb) if is_passive(verb) else objects(verb)
    found = [item for item in found if preposition(item) is None]
    if not found:
        return None
    charge = _charge(verb) if reading.act == "accuse" else None
    if charge is not None:
        return charge, tuple(item.i for item in found), False, 0.85
    return _predication(verb, found), tuple(item.i for item in found), False, 0.8


def _charge(verb: Token) -> tuple[int, int] | None:
    """What somebody is accused of: "of shelling …", "for the attack"."""
    for item in verb.children:
        if item.i > verb.i and item.dep_ in ("obl", "advcl", "xcomp", "acl"):
            marker = next(
                (child for child in item.children if child.lower_ in ("of", "for", "with") and child.i < item.i), None
            )
            if marker is not None:
                return marker.i + 1, item.right_edge.i + 1
    return None


def _predication(verb: Token, found: list[Token]) -> tuple[int, int]:
    """The objects and what is said of them: "the step as illegal", "the envoy a liar", "Turkey for its help"."""
    start = min(item.left_edge.i for item in found)
    ends = [item.right_edge.i + 1 for item in found]
    for item in verb.children:
        if item.i > start and item.dep_ in ("xcomp", "obl", "advcl", "ccomp") and not _is_time(item):
            ends.append(item.right_edge.i + 1)
    return start, max(ends)


def _is_time(token: Token) -> bool:
    return token.ent_type_ in ("DATE", "TIME") or token.dep_ in ("obl:tmod", "obl:unmarked")


def _object(site: _Site) -> Filled | None:
    verb = site.verb
    if is_passive(verb):
        return None
    nominal = ("NOUN", "PROPN", "NUM", "VERB", "ADJ", "SYM")
    found = [item for item in objects(verb) if item.pos_ in nominal and item.i > verb.i]
    if not found:
        return None
    return _predication(verb, found), (), False, 0.75


# --- light verbs, nouns, adjectives, prepositions


def _light(verb: Token, lex: Lexicon) -> Draft | None:
    if verb.lemma_ not in lex.light_verbs or is_negated(verb):
        return None
    for noun in passive_subjects(verb) if is_passive(verb) else objects(verb):
        act = lex.light_nouns.get(noun.lemma_)
        if act is None or (
            verb.lemma_ in ("make", "give", "have", "send", "put", "place", "draw", "pay", "share", "state")
            and not _governs_content(noun, verb)
        ):
            continue
        if not _reports(verb):
            return None
        source = _source(verb)
        if source is None and not is_passive(verb):
            return None
        start, end = _light_content(verb, noun)
        cue = (min(verb.i, noun.i), max(verb.i, noun.i) + 1)
        return Draft(
            act=act,
            frame="light",
            cue=cue,
            content=(start, end),
            source=source.i if source else None,
            rule="cue:light",
            confidence=0.8,
        )
    return None


def _governs_content(noun: Token, verb: Token) -> bool:
    return bool(children(noun, "acl", "ccomp", "nmod")) or bool(children(verb, "ccomp", "obl"))


def _light_content(verb: Token, noun: Token) -> tuple[int, int]:
    """What follows the noun: its clause, its "for/over/to …" phrase, else the noun phrase itself."""
    governed = [
        item
        for item in (
            *children(noun, "acl", "ccomp", "nmod", "acl:relcl", "advcl"),
            *children(verb, "ccomp", "obl", "advcl"),
        )
        if item.i > noun.i
    ]
    if not governed:
        return noun.left_edge.i, noun.right_edge.i + 1
    first = min(governed, key=lambda item: item.i)
    start = first.left_edge.i
    marker = verb.doc[start]
    if marker.lower_ in ("that", "for", "over", "about", "at", "in", "on", "of", "with"):
        start += 1
    return start, max(item.right_edge.i for item in governed) + 1


def _nominal(noun: Token, act: Act) -> Draft | None:
    clauses = [
        item
        for item in children(noun, "acl", "ccomp", "acl:relcl")
        if any(mark.lower_ == "that" and mark.dep_ == "mark" for mark in item.children)
    ]
    predicate = None
    if (
        not clauses
        and noun.dep_ == "nsubj"
        and noun.head.pos_ in ("VERB", "ADJ", "NOUN")
        and children(noun.head, "cop", "mark")
    ):
        predicate = noun.head if any(mark.lower_ == "that" for mark in noun.head.children) else None
    content = clauses[0] if clauses else predicate
    owners = children(noun, "nmod:poss") or [
        item for item in children(noun, "nmod") if preposition(item) in ("by", "of", "from")
    ]
    if content is None or is_negated(noun) or not owners:
        return None
    start, end = content.left_edge.i, content.right_edge.i + 1
    if predicate is not None:
        start = next(mark.i for mark in predicate.children if mark.lower_ == "that") + 1
    return Draft(
        act=act,
        frame="noun",
        cue=(noun.i, noun.i + 1),
        content=(start, end),
        source=owners[0].i,
        rule="cue:noun",
        confidence=0.75,
    )


def _predicative(adjective: Token, act: Act) -> Draft | None:
    content = children(adjective, "ccomp", "xcomp", "advcl", "obl")
    found = subjects(adjective)
    if not content or not found or is_negated(adjective) or status_of(adjective) in ("hypothetical", "called-for"):
        return None
    if found[0].pos_ not in ("PROPN", "PRON", "NOUN") or found[0].lower_ in ("it", "this", "that", "there"):
        return None
    item = min(content, key=lambda child: child.dep_ == "obl")
    return Draft(
        act=act, frame="adjective", cue=(adjective.i, adjective.i + 1), content=(item.left_edge.i, item.right_edge.i + 1),
        source=found[0].i, rule="cue:adjective", confidence=0.7,
    )  # fmt: skip


def _prepositional(token: Token, sentence: Span, lex: Lexicon) -> Draft | None:
    for phrase, act in lex.prepositions.items():
        words = phrase.split()
        ahead = sentence.doc[token.i : min(token.i + len(words), sentence.end)]
        if [item.lower_ for item in ahead] != words:
            continue
        source = _after(sentence, token.i + len(words))
        if source is None:
            return None
        return _adjunct(sentence, token.i, token.i + len(words), source, act)
    return _in_the_view(token, sentence, lex)


def _in_the_view(token: Token, sentence: Span, lex: Lexicon) -> Draft | None:
    """ "in his view", "in Ankara's opinion"."""
    noun = token.head
    if token.lower_ not in ("in", "by") or token.dep_ != "case" or noun.lemma_ not in lex.possessive:
        return None
    owners = children(noun, "nmod:poss")
    if not owners or owners[0].lower_ in ("my", "our", "your"):
        return None
    return _adjunct(sentence, token.i, noun.i + 1, owners[0], lex.possessive[noun.lemma_])


def _after(sentence: Span, start: int) -> Token | None:
    """The head of the nominal that begins at a token."""
    if start >= sentence.end:
        return None
    token = sentence.doc[start]
    if token.pos_ == "PRON":
        return token
    for _ in range(len(sentence)):
        head = token.head
        names_on = head.i > token.i and head.pos_ in ("NOUN", "PROPN") and token.dep_ in _LEADING
        if token.pos_ in ("NOUN", "PROPN") and not names_on:
            return token
        if head.i == token.i or head.i < start:
            break
        token = head
    return next(
        (item for item in sentence.doc[start : min(start + 4, sentence.end)] if item.pos_ in ("NOUN", "PROPN", "PRON")),
        None,
    )


def _adjunct(sentence: Span, start: int, end: int, source: Token, act: Act) -> Draft:
    right = max(source.right_edge.i + 1, end)
    comma = next(
        (item.i for item in sentence.doc[end : sentence.end] if item.text == "," and item.i >= _name_end(source)), None
    )
    if start <= sentence.start + 1:
        cut = comma + 1 if comma is not None and comma <= right + 1 else right
        if source.pos_ == "PRON":
            cut = max(end, source.i + 1)
        content = (min(cut, sentence.end), sentence.end)
    elif right >= sentence.end - 1 or _is_end(sentence, right - 1):
        content = (sentence.start, start)
    else:
        content = (sentence.start, sentence.end)
    return Draft(
        act=act,
        frame="adjunct",
        cue=(start, end),
        content=content,
        source=source.i,
        rule="cue:according",
        confidence=0.9,
    )


def _name_end(source: Token) -> int:
    """Where the source's name and its appositions end: a comma inside them does not end the phrase."""
    inner = [
        child.right_edge.i
        for child in source.children
        if child.dep_ in ("appos", "flat", "nmod", "compound", "amod", "nmod:poss")
    ]
    return max([source.i, *inner]) + 1


# --- extents


def _around(cue: Token, content: Token, sentence: Span) -> tuple[int, int]:
    """Content extent for a clause that stands before, after or around its cue."""
    left, right = _cue_clause(cue, content)
    if content.i > cue.i and content.left_edge.i > left:
        start = max(content.left_edge.i, cue.i + 1)
        start += (
            sentence.doc[start].lower_ in ("that", "how") and sentence.doc[start].dep_ in ("mark", "dep", "advmod")
            if start < sentence.end
            else 0
        )
        end = sentence.end if _on_spine(cue) else max(content.right_edge.i + 1, start + 1)
        return start, end
    start = sentence.start if _on_spine(cue) or cue.dep_ == "parataxis" else content.left_edge.i
    if content.right_edge.i > right and any(
        token.is_alpha for token in sentence.doc[right + 1 : content.right_edge.i + 1]
    ):
        return min(start, left), content.right_edge.i + 1
    if _on_spine(cue) and _goes_on(sentence, right + 1):
        return min(start, left), sentence.end
    return start, left


def _goes_on(sentence: Span, start: int) -> bool:
    """ "Contractors come, she said, and contracts stay": after the cue a comma and a clause with a subject of its own."""
    rest = sentence.doc[start : sentence.end]
    if len(rest) < 3 or rest[0].text not in ",;":
        return False
    return rest[1].tag_ != "VBG" and any(token.dep_ in ("nsubj", "nsubj:pass") for token in rest[1:8])


def _cue_clause(cue: Token, content: Token) -> tuple[int, int]:
    """First and last token of the cue with its subject and helpers, content apart."""
    left, right = cue.i, cue.i
    for child in cue.children:
        if child == content or child.dep_ in ("ccomp", "parataxis", "punct", "conj", "cc"):
            continue
        if content.left_edge.i <= child.i <= content.right_edge.i and content.i != cue.head.i:
            continue
        left, right = min(left, child.left_edge.i), max(right, child.right_edge.i)
    return left, right


def _on_spine(cue: Token) -> bool:
    token = cue
    while token.dep_ in SPINE or (token.dep_ in ("xcomp", "advcl") and token.head.i < token.i):
        if token.head == token:
            return True
        token = token.head
    return False


def _bounded(sentence: Span, drafts: list[Draft]) -> list[Draft]:
    """Content that runs to the end of the sentence stops where a coordinate cue with the same rank takes over."""
    bounded = []
    drafts = [_adopted(sentence, draft, drafts) for draft in drafts]
    for draft in drafts:
        start, end = draft.content
        cue = sentence.doc[draft.cue[0]]
        for other in drafts:
            if other.rule == "cue:conjoined" and start < other.cue[0] < end and draft.source == other.source:
                end = min(end, _takeover(sentence.doc[other.cue[0]], start))
        for other in drafts:
            following = sentence.doc[other.cue[0]]
            if start < following.i < end and following.dep_ in ("conj", "advcl") and _shares_rank(cue, following):
                end = min(end, _takeover(following, start))
        bounded.append(replace(draft, content=(start, max(start, end))))
    return bounded


def _adopted(sentence: Span, draft: Draft, drafts: list[Draft]) -> Draft:
    """ "said that the port was open and added that …": a cue that the tree hangs on the content takes the speaker's side.

    It has no subject of its own, a "that" clause, the tense of the first cue, and would else make a thing speak.
    """
    verb = sentence.doc[draft.cue[0]]
    if (
        verb.dep_ != "conj"
        or _that(verb, sentence) is None
        or any(child.dep_.startswith("nsubj") for child in verb.children)
    ):
        return draft
    source = sentence.doc[draft.source] if draft.source is not None else None
    if source is not None and (source.ent_type_ or source.pos_ == "PRON"):
        return draft
    for other in drafts:
        first = sentence.doc[other.cue[0]]
        if (
            other is not draft
            and other.frame == "clause"
            and other.content[0] < verb.i < other.content[1]
            and first.tag_ == verb.tag_
        ):
            return replace(draft, source=other.source, rule="cue:conjoined")
    return draft


def _shares_rank(cue: Token, following: Token) -> bool:
    head = following.head
    while head.dep_ == "conj" and head != cue:
        head = head.head
    return head == cue


def _takeover(following: Token, start: int) -> int:
    """Where the coordinate cue's clause begins: at its subject or conjunction."""
    edges = [child.left_edge.i for child in following.children if child.i < following.i and child.left_edge.i > start]
    return min([following.i, *edges])


def _without_overlap(drafts: list[Draft]) -> list[Draft]:
    """One draft a cue; a draft whose content only repeats another's is dropped."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda item: (item.cue[0], -item.confidence)):
        if any(draft.cue == other.cue or draft.content == other.content for other in kept):
            continue
        kept.append(draft)
    return kept
