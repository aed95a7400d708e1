"""References without a name: "he", "the minister", "the two countries", "the ministry". One pass in text order."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from spacy.tokens import Token

from verbale.actors.bodies import BodyPhrase
from verbale.actors.folding import fold
from verbale.actors.memory import Memory
from verbale.actors.scene import Found, OfficePhrase, Scene
from verbale.actors.unnamed import OpenBodies, Titles
from verbale.data import read_toml

_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "obl:agent"})
_CLIMB = 6  # clauses that a possessive climbs to find the subject it goes back to
_BACK = 3  # sentences that "the country" reaches back


def resolve(scene: Scene, phrases: list[OfficePhrase], open_bodies: list[BodyPhrase]) -> None:
    """Resolve one document's references in one pass, left to right; nobody is resolved to who comes later."""
    memory = Memory(scene)
    titles, bodies, words = Titles(memory), OpenBodies(memory), Words(memory)
    offices_at = {phrase.start: phrase for phrase in phrases}
    bodies_at = {phrase.start: phrase for phrase in open_bodies}
    names_at: dict[int, list[Found]] = {}
    for item in scene.found:
        names_at.setdefault(item.start, []).append(item)
    for token in scene.tokens:
        memory.parted |= scene.starts_paragraph(token.i)
        if token.i in offices_at:
            titles.meet(offices_at[token.i])
        if token.i in bodies_at:
            bodies.meet(bodies_at[token.i])
        for item in names_at.get(token.i, ()):
            memory.see(item)
            titles.recall(item.actors)
        if not scene.at.get(token.i):
            words.meet(token)
        if token.is_sent_end:
            memory.close_sentence(token)


class Words:
    """Resolves single words: pronouns, "the country", "the two states", "the organisation"."""

    def __init__(self, memory: Memory) -> None:
        """Ready at the first token."""
        self._memory = memory
        self._scene = memory.scene
        self._quoted = _quoted_tokens(memory.scene)

    def meet(self, token: Token) -> None:
        """Resolve a word that is covered by no mention, if it refers."""
        folded, words = self._scene.folded[token.i], _words()
        if folded in words["relative"]:
            self._relative(token)
        elif folded in words["male"] or folded in words["female"]:
            self._person(token, "m" if folded in words["male"] else "f")
        elif folded in words["first"]:
            self._first(token)
        elif folded in words["plural"]:
            self._group(token)
        elif folded in words["thing"]:
            self._thing(token)
        elif folded in words["country"] and _points_back(token):
            self._country(token)
        elif folded in words["pair"] and token.is_lower:
            self._pair(token)
        elif folded in words["each"] and token.i and self._scene.folded[token.i - 1] == "each":
            self._refer_to(self._memory.pair_here(self._scene.sentence_of[token.i]), token, start=token.i - 1)
        elif (folded in words["former"] or folded in words["latter"]) and _stands_alone(token):
            self._one_of_two(token, last=folded in words["latter"])
        elif folded in words["body"] and _points_back(token):
            self._body(token)

    def _relative(self, token: Token) -> None:
        antecedent = _antecedent(token)
        for item in self._scene.at.get(antecedent.i, ()) if antecedent is not None else ():
            is_head = antecedent is not None and self._scene.head_of(item.start, item.end).i == antecedent.i
            if item.actors and item.kind != "adjective" and is_head:
                self._scene.add(Found(token.i, token.i + 1, item.actors, "pronoun"))
                return

    def _person(self, token: Token, gender: str) -> None:
        bars = token.dep_ in ("obj", "iobj", "obl") and not token.lower_.endswith("self")
        genders = self._scene.genders
        allowed = {seen.actor for seen in self._memory.focus.people if genders.get(seen.actor, gender) == gender}
        person = self._memory.focus.best_person(
            allowed,
            self._scene.sentence_of[token.i],
            barred_verb=token.head.i if bars else None,
            parted=self._memory.parted,
        )
        if person is None:
            self._scene.add(Found(token.i, token.i + 1, (), "pronoun"))
            return
        genders.setdefault(person, gender)
        self._memory.add(token.i, token.i + 1, (person,), "pronoun", token)

    def _first(self, token: Token) -> None:
        """ "I" and "we" outside of quotation marks are the document's own speaker's."""
        speaker = self._scene.speaker
        if speaker is not None and token.i not in self._quoted:
            self._scene.add(Found(token.i, token.i + 1, (speaker,), "pronoun"))

    def _group(self, token: Token) -> None:
        focus, sentence = self._memory.focus, self._scene.sentence_of[token.i]
        seen = (*focus.people, *focus.states, *focus.bodies)
        near = {item.actor for item in seen if sentence - item.sentence <= 1}
        if focus.group and set(focus.group) <= near and token.dep_ != "nmod:poss":
            self._memory.add(token.i, token.i + 1, focus.group, "pronoun", token)

    def _thing(self, token: Token) -> None:
        """ "It" and "its": the state or body that the clause, else the sentence before, is about."""
        if token.dep_ == "expl" or _is_empty_subject(token):
            return
        actor = self._clause_subject(token) or self._memory.topic
        if actor is not None and (token.dep_ in _SUBJECTS or token.dep_ == "nmod:poss"):
            self._memory.add(token.i, token.i + 1, (actor,), "pronoun", token)

    def _clause_subject(self, token: Token) -> str | None:
        """A state or body that is the subject of a clause around a word, the word's own subject phrase aside."""
        clause = token.head
        for _ in range(_CLIMB):
            for child in clause.children:
                if (
                    child.dep_ in _SUBJECTS
                    and child.i < token.i
                    and not child.left_edge.i <= token.i <= child.right_edge.i
                ):
                    return self._body_over(child)
            if clause.head == clause:
                return None
            clause = clause.head
        return None

    def _body_over(self, token: Token) -> str | None:
        for item in self._scene.at.get(token.i, ()):
            is_actor = len(item.actors) == 1 and item.kind != "adjective"
            if is_actor and self._scene.actors[item.actors[0]].kind != "person":
                return item.actors[0]
        return None

    def _country(self, token: Token) -> None:
        sentence = self._scene.sentence_of[token.i]
        state = self._memory.focus.last(self._memory.focus.states, sentence, reach=_BACK)
        if state is not None:
            self._memory.add(token.i - 1, token.i + 1, (state,), "nominal", token)

    def _body(self, token: Token) -> None:
        """ "The Council", "the group": the body whose name holds the word; the document's own speaker first."""
        speaker = self._scene.speaker if token.is_title else None
        seen = [item.actor for item in reversed(self._memory.focus.bodies)]
        kind = read_toml("reference")["body"]["kind"].get(self._scene.folded[token.i])
        for actor in [speaker, *seen] if speaker else seen:
            body = self._scene.actors[actor]
            if body.kind == kind or self._scene.folded[token.i] in fold(body.name).split():
                self._memory.add(token.i - 1, token.i + 1, (actor,), "nominal", token)
                return

    def _pair(self, token: Token) -> None:
        table, folded = read_toml("reference")["pair"], self._scene.folded
        index = token.i - 1
        while index >= 0 and (folded[index] == "the" or folded[index] in _words()["before_pair"]):
            index -= 1
        before = set(folded[index + 1 : token.i])
        bare = token.i > 0 and folded[token.i - 1] == "the"  # "the Asian countries" says itself which
        alone = bare and folded[token.i] in table["alone"] and not _is_placed(token)
        counted = before & set(table["counts"]) or alone
        pair = self._memory.pair_here(self._scene.sentence_of[token.i])
        if counted and not any(child.dep_ == "acl:relcl" for child in token.rights):
            self._refer_to(pair, token, start=index + 1)
        elif _number(before) == len(self._memory.focus.group) and self._are_states(self._memory.focus.group):
            self._refer_to(self._memory.focus.group, token, start=index + 1)

    def _refer_to(self, actors: tuple[str, ...], token: Token, *, start: int) -> None:
        """Enter a plural reference that ends with a token, if it has anybody to refer to."""
        if len(actors) > 1:
            self._memory.add(start, token.i + 1, actors, "nominal", token)

    def _are_states(self, actors: tuple[str, ...]) -> bool:
        return all(self._scene.is_state(actor) for actor in actors)

    def _one_of_two(self, token: Token, *, last: bool) -> None:
        """ "The latter" and "the former" of the two people last named in one sentence; the last of more is the latter."""
        here = self._scene.sentence_of[token.i]
        for sentence in (here, here - 1):
            people = (seen.actor for seen in self._memory.focus.people if seen.sentence == sentence)
            named = list(dict.fromkeys(people))
            if len(named) == 2 or (len(named) > 2 and last):
                self._memory.add(token.i - 1, token.i + 1, (named[-1 if last else 0],), "nominal", token)
                return


@cache
def _words() -> Mapping[str, frozenset[str]]:
    table = read_toml("reference")
    lists = {
        **table["pronouns"],
        **table["latter"],
        "each": table["pair"]["each"],
        "relative": table["relative"]["words"],
        "country": table["country"]["heads"],
        "pair": table["pair"]["heads"],
        "before_pair": [*table["pair"]["counts"], *table["pair"]["numbers"], *table["pair"]["words_between"]],
        "body": [*table["body"]["heads"], *table["body"]["kind"]],
    }
    return {name: frozenset(words) for name, words in lists.items()}


def _number(words: set[str]) -> int:
    """The number among the words before a plural, three and up; 0 for none."""
    numbers = read_toml("reference")["pair"]["numbers"]
    return next((at + 3 for at, number in enumerate(numbers) if number in words), 0)


def _stands_alone(token: Token) -> bool:
    """ "The latter said": no noun follows that the word belongs to."""
    return (
        token.dep_ not in ("amod", "compound", "nmod:desc", "advmod") and token.i > 0 and token.nbor(-1).lower_ == "the"
    )


def _points_back(token: Token) -> bool:
    """Whether a noun stands with "the" or "this" alone, so that it can only mean one spoken of before."""
    labels = ("det", "amod", "compound", "nummod", "nmod:poss")
    before = [child for child in token.lefts if child.dep_ in labels]
    if len(before) != 1 or before[0].i != token.i - 1 or before[0].lower_ not in ("the", "this", "that"):
        return False
    return not any(child.dep_ in ("nmod", "acl:relcl") for child in token.rights)


def _antecedent(token: Token) -> Token | None:
    """The noun that a relative pronoun stands for."""
    clause = token.head
    for _ in range(3):
        if clause.dep_ == "acl:relcl":
            return clause.head
        clause = clause.head
    return None


def _is_empty_subject(token: Token) -> bool:
    """ "It is important that …", "it is worth noting": no reference."""
    labels = {child.dep_ for child in token.head.children}
    return bool(labels & {"csubj", "csubj:pass", "expl"}) or (
        "cop" in labels and bool(labels & {"ccomp", "xcomp", "advcl"})
    )


def _quoted_tokens(scene: Scene) -> set[int]:
    """Tokens between double quotation marks."""
    inside, quoted = False, set()
    for token in scene.tokens:
        if token.text in ("\u201c", "\u00ab", "``"):
            inside = True
        elif token.text in ("\u201d", "\u00bb", "''"):
            inside = False
        elif token.text == '"':
            inside = not inside
        if inside:
            quoted.add(token.i)
    return quoted


def _is_placed(token: Token) -> bool:
    """Whether a plural says itself which are meant: "the countries of Asia", "the parties that signed"."""
    return any(child.i > token.i and child.dep_ in ("nmod", "acl", "acl:relcl") for child in token.children)
