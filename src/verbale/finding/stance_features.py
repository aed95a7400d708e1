"""What a statement's words show of one actor in it, as named features for the stance model.

Names of people and places are never features: the model knows words, acts and where in the sentence they stand, and
nothing of who is whose friend.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from verbale.finding.syntax import OBLIGATION, POSSIBILITY, children, is_negated, preposition
from verbale.record import Event, Statement

_CONTENT = frozenset({"NOUN", "VERB", "ADJ", "ADV", "ADP", "SCONJ", "INTJ"})
_STEPS = 4  # heads looked at above a mention: "the policy | of the government | of X" is three
_MODIFIERS = frozenset({"amod", "advmod", "compound", "nmod", "obj", "xcomp", "ccomp", "acl", "obl", "conj", "case"})
_FIRST_PERSON = frozenset({"we", "us", "our", "ours", "i", "my", "me"})
_MOST = 3  # counts beyond this say the same


@dataclass(frozen=True, slots=True)
class Signal:
    """What a rule says of an actor: which kind of evidence, from -1 to +1."""

    kind: str
    value: float


@dataclass(frozen=True)
class Words:
    """What all actors of a statement share: its words, how many of them judge, and the judging lemmas, -1 to +1."""

    bag: tuple[str, ...]
    shared: tuple[str, ...]
    polarity: Mapping[str, float]


def words_of(statement: Statement, content: Sequence[Token], polarity: Mapping[str, float], *, sides: int) -> Words:
    """The features of a statement as such.

    Args:
        statement: its act and manner count.
        content: the tokens of what was said.
        polarity: judging lemmas, from -1 to +1.
        sides: how many actors the statement is about.
    """
    bag = tuple(dict.fromkeys(word_of(token) for token in content if _is_word(token)))
    values = [polarity.get(token.lemma_.lower(), 0.0) for token in content]
    shared = [
        f"act={statement.cue.act if statement.cue else None}",
        f"for={min(_MOST, sum(value > 0 for value in values))}",
        f"against={min(_MOST, sum(value < 0 for value in values))}",
        f"sides={min(_MOST, sides)}",
        f"us={any(token.lower_ in _FIRST_PERSON for token in content)}",
        "bias",
    ]
    return Words(bag, tuple(shared), polarity)


def features_of(
    words: Words,
    mentions: Sequence[Token],
    signals: Iterable[Signal],
    events: Iterable[tuple[Event, str]],
    *,
    kind: str,
) -> Counter[str]:
    """The features of one actor in a statement.

    Args:
        words: of the statement.
        mentions: the head tokens of its mentions in what was said.
        signals: what the rules say of it.
        events: events told in the statement, with the actor's part: actor or recipient.
        kind: the actor's kind.
    """
    found: Counter[str] = Counter()
    weight = 1 / max(1.0, len(words.bag)) ** 0.5
    for name in words.bag:
        found[f"w={name}"] = weight
    found.update(words.shared)
    found[f"kind={kind}"] += 1
    found[f"mentions={min(_MOST, len(mentions))}"] += 1
    for signal in signals:
        found[f"rule={signal.kind}:{'+' if signal.value > 0 else '-'}"] += 1
    for event, part in events:
        found[f"event={event.type}:{part}"] += 1
        found[f"event={event.type}:{part}:{event.status}"] += 1
    near: Counter[str] = Counter(name for mention in mentions for name in _around(mention, words.polarity))
    for name, count in near.items():
        found[name] = min(_MOST, count)
    return found


def _is_word(token: Token) -> bool:
    return token.pos_ in _CONTENT and not token.ent_type_ and token.is_alpha


def word_of(token: Token) -> str:
    """A token's lemma as the model knows it: "not-" before what is denied."""
    return f"not-{token.lemma_.lower()}" if is_negated(token) else str(token.lemma_.lower())


def _around(mention: Token, polarity: Mapping[str, float]) -> Iterator[str]:
    """The words above a mention, with the way that leads to them, and what stands beside."""
    path = mention.dep_ + (f":{preposition(mention)}" if preposition(mention) else "")
    above, step = mention, 0
    while above.head.i != above.i and step < _STEPS:
        above = above.head
        step += 1
        yield from _at(above, path, step, polarity, below=mention)
        if above.pos_ == "VERB" and above.dep_ in ("root", "ROOT"):
            break
        path = above.dep_ if above.pos_ == "VERB" else path
    yield from (f"beside={word_of(child)}" for child in mention.children if child.dep_ == "amod" and _is_word(child))


def _at(above: Token, path: str, step: int, polarity: Mapping[str, float], *, below: Token) -> Iterator[str]:
    known = _is_word(above)
    if known:
        yield f"up{step}={word_of(above)}"
        yield f"up={path}>{word_of(above)}"
    yield f"way={path}>{above.pos_}"
    yield from _judged(f"up={path}", above, polarity)
    if children(above, "aux") and any(child.lower_ in OBLIGATION for child in children(above, "aux")):
        yield f"should={path}"
    if any(child.lower_ in POSSIBILITY for child in children(above, "aux")):
        yield f"would={path}"
    for child in above.children:
        if child.dep_ in _MODIFIERS and child.i != below.i and _is_word(child) and not child.is_ancestor(below):
            yield f"by{min(step, 2)}={word_of(child)}"
            yield from _judged(f"by={child.dep_}", child, polarity)


def _judged(place: str, token: Token, polarity: Mapping[str, float]) -> Iterator[str]:
    value = polarity.get(token.lemma_.lower())
    if value:
        turned = is_negated(token)
        yield f"{place}~{'+' if (value > 0) != turned else '-'}"
