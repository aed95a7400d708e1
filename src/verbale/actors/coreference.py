"""References without a name: "he", "the minister", "the two countries", "the ministry". One pass in text order."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from spacy.tokens import Token

from verbale.actors.bodies import NEEDS_STATE, BodyPhrase, enter_body, slug_of
from verbale.actors.focus import Focus, Seen
from verbale.actors.folding import fold
from verbale.actors.gazetteer import seat_of
from verbale.actors.offices import is_official
from verbale.actors.scene import Found, OfficePhrase, Scene
from verbale.data import read_toml
from verbale.record import Actor

_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "obl:agent"})
# Rank words that tell one office from another: "the Deputy Foreign Minister" is not the Foreign Minister.
# Words for people who are with somebody without speaking for them.
_COMPANY = frozenset({"host", "guest", "colleague", "counterpart", "boss", "leader", "chief", "member", "source"})
_RANKS = frozenset(
    {"deputy", "vice", "prime", "assistant", "first", "president", "secretary", "special", "state", "under"}
)
_SAME = {"defense": "defence", "chairman": "chair", "chairwoman": "chair", "chairperson": "chair", "spokesman": "spokesperson", "spokeswoman": "spokesperson", "premier": "prime minister", "organization": "organisation", "center": "centre", "advisor": "adviser"}  # fmt: skip


class Resolver:
    """Resolves one document's references in one pass, left to right."""

    def __init__(self, scene: Scene, phrases: list[OfficePhrase], open_bodies: list[BodyPhrase]) -> None:
        self.scene = scene
        self.focus = Focus()
        self.focus.official = set(scene.roles)
        self._quoted = _quoted_tokens(scene)
        self.titles: dict[str, list[frozenset[str]]] = {}
        self._offices = {phrase.start: phrase for phrase in phrases}
        self._bodies = {phrase.start: phrase for phrase in open_bodies}
        self._starts: dict[int, list[Found]] = {}
        for item in scene.found:
            self._starts.setdefault(item.start, []).append(item)
        self._slugs: dict[str, str] = {}
        self._paragraphs = _paragraph_starts(scene)
        self._parted = False

    def run(self) -> None:
        """Resolve everything."""
        for token in self.scene.doc:
            if token.i in self._paragraphs:
                self._parted = True
            phrase = self._offices.get(token.i)
            if phrase is not None:
                self._office(phrase)
            if token.i in self._bodies:
                self._body(self._bodies[token.i])
            for item in self._starts.get(token.i, ()):
                self._see(item)
            if not self.scene.at.get(token.i):
                self._word(token)
            if token.is_sent_end:
                self._parted = False
                self._note_speaker(token)

    # What is mentioned by name goes into memory.

    def _see(self, item: Found) -> None:
        head = self.scene.head_of(item.start, item.end)
        self._remember(item.actors, head)

    def _remember(self, actors: tuple[str, ...], head: Token) -> None:
        sentence = self.scene.sentence_of[head.i]
        verb = _anchor(head)
        for actor_id in actors:
            actor = self.scene.actors[actor_id]
            seen = Seen(actor_id, head.i, sentence, _is_subject(head), verb.i)
            if actor.kind == "person":
                self.focus.people.append(seen)
            elif actor.kind in ("state", "disputed"):
                self._see_state(seen, head)
            else:
                self.focus.bodies.append(seen)
        if len(actors) > 1:
            self.focus.group = actors

    def _see_state(self, seen: Seen, head: Token) -> None:
        before = self.focus.states[-1] if self.focus.states else None
        if before is not None and before.actor != seen.actor and before.sentence == seen.sentence:
            between = self.scene.folded[before.token + 1 : seen.token]
            if len(between) <= 3 and set(between) <= {"and", "-", "–", "the", "with", "/", "'s", "both"}:
                self.focus.pair = (before.actor, seen.actor)
        self.focus.states.append(seen)

    # Offices without a name.

    def _office(self, phrase: OfficePhrase) -> None:
        if phrase.plural:
            self._office_of_several(phrase)
            return
        if phrase.person is not None:
            self.titles.setdefault(phrase.person, []).append(_normal(phrase.words))
            return
        person = self._holder(phrase) if phrase.definite else None
        head = self.scene.doc[phrase.head]
        if person is None and phrase.definite and phrase.country and fold(head.text) in _words()["generic"]:
            person = self._compatriot(phrase)
        if person is not None:
            self._add(phrase.start, phrase.end, (person,), "office", head)
        elif (behind := self._principal(phrase)) is not None:
            self._add(phrase.start, phrase.end, behind, "office", head)
        elif is_official(self.scene, phrase) and (behind := phrase.organisation or phrase.country):
            if behind not in self.scene.actors:
                self.scene.know(behind)
            self._add(phrase.start, phrase.end, (behind,), "office", head)
        elif phrase.definite:
            self.scene.add(Found(phrase.start, phrase.end, (), "office", role=phrase))

    def _office_of_several(self, phrase: OfficePhrase) -> None:
        """ "Officials in Ankara", "the foreign ministers of Greece and Turkey": the states behind them."""
        states = [
            a
            for index in range(phrase.start, phrase.end)
            for i in self.scene.at.get(index, ())
            for a in self._states(i)
        ]
        states = list(dict.fromkeys(states)) or [a for a in (self._seat_after(phrase.end),) if a]
        if states and is_official(self.scene, replace(phrase, country=states[0])):
            for state in states:
                self.scene.know(state)
            self._add(phrase.start, phrase.end, tuple(states), "office", self.scene.doc[phrase.head])

    def _states(self, item: Found) -> list[str]:
        return [actor for actor in item.actors if self.scene.actors[actor].kind in ("state", "disputed")]

    def _holder(self, phrase: OfficePhrase) -> str | None:
        """The person already met whose office these words are."""
        words = self._own_words(phrase)
        fits = {person for person in self.titles if self._is_held_by(phrase, words, person)}
        if not fits:
            return None
        exact = {person for person in fits if any(words & _RANKS == title & _RANKS for title in self.titles[person])}
        sentence = self.scene.sentence_of[phrase.head]
        verb = self.scene.doc[phrase.head].head.i
        return (
            (self.focus.best_person(exact, sentence, barred_verb=verb, parted=self._parted) if exact else None)
            or self.focus.best_person(fits, sentence, barred_verb=verb, parted=self._parted)
            or _only(exact)
            or _only(fits)
        )

    def _principal(self, phrase: OfficePhrase) -> tuple[str, ...] | None:
        """Whom an unnamed spokesman or aide of a person speaks for: "a spokesman for John Kerry", "his spokesman"."""
        person = None
        if phrase.end + 1 < len(self.scene.doc) and self.scene.folded[phrase.end] in ("for", "of", "to"):
            person = self._person_over(phrase.end + 1)
        elif phrase.start and (
            self.scene.folded[phrase.start - 1] in ("his", "her") or self.scene.folded[phrase.start - 1] in ("'s", "'")
        ):
            person = self._person_over(phrase.start - 1) or self._person_over(phrase.start - 2)
        if person is None or phrase.standing != "body" or phrase.words & _COMPANY:
            return None
        body = next((r.organisation for r in self.scene.roles.get(person, ()) if r.official and r.organisation), None)
        behind = body or self.scene.actors[person].country
        if behind is None:
            return None
        self.scene.know(behind) if behind not in self.scene.actors else None
        return (behind,)

    def _person_over(self, index: int) -> str | None:
        for item in self.scene.at.get(index, ()):
            if len(item.actors) == 1 and item.actors[0].startswith("person:"):
                return item.actors[0]
        return None

    def _compatriot(self, phrase: OfficePhrase) -> str | None:
        """The one official of a state met so far, for "the Ukrainian leader", "the Armenian delegate"."""
        own = {
            p
            for p in self.titles
            if self.scene.actors[p].country == phrase.country and any(r.official for r in self.scene.roles.get(p, ()))
        }
        return _only(own)

    def _own_words(self, phrase: OfficePhrase) -> frozenset[str]:
        """The words of a title without the names of states and bodies in it, which are compared as actors."""
        names = (
            {
                index
                for item in self.scene.found
                if item.start < phrase.end and item.end > phrase.start and item.form is not None
                for index in range(item.start, item.end)
            }
            if phrase.country or phrase.organisation
            else set()
        )
        return _normal(
            frozenset(self.scene.folded[i] for i in range(phrase.start, phrase.end) if i not in names) & phrase.words
        )

    def _is_held_by(self, phrase: OfficePhrase, words: frozenset[str], person: str) -> bool:
        actor = self.scene.actors[person]
        if phrase.country and actor.country and phrase.country != actor.country:
            return False
        roles = self.scene.roles.get(person, ())
        if phrase.organisation and any(role.organisation for role in roles):
            if all(role.organisation != phrase.organisation for role in roles):
                return False
        return any(
            words <= title and not ("deputy" in title and "deputy" not in words and len(words) > 1)
            for title in self.titles[person]
        )

    # Bodies without a state.

    def _body(self, phrase: BodyPhrase) -> None:
        slug = slug_of(phrase)
        covering = self.scene.covering(phrase.start, "name", "alias", "nominal")
        if (
            covering is not None
            and covering.start <= phrase.start
            and covering.end >= phrase.end
            and covering.form is not None
        ):
            return
        actor = self._slugs.get(slug) or self._by_slug(slug, phrase)
        owner = self._owner(phrase)
        if owner is not None:
            actor = enter_body(self.scene, phrase, owner)
        elif phrase.body.group in NEEDS_STATE:
            return
        state = self._home(phrase) if actor is None else None
        if actor is None and state is not None:
            actor = enter_body(self.scene, phrase, state)
        if actor is None and self._is_definite_name(phrase):
            actor = self._stateless(phrase, slug)
        if actor is not None:
            self._slugs[slug] = actor
            self._add(phrase.start, phrase.end, (actor,), "nominal", self.scene.head_of(phrase.start, phrase.end))

    def _owner(self, phrase: BodyPhrase) -> str | None:
        """The state of the person or state that a possessive before the noun means: "his government", "Barrow's army"."""
        if not phrase.start or self.scene.folded[phrase.start - 1] not in ("his", "her", "its", "their", "'s", "'"):
            return None
        step = 2 if self.scene.folded[phrase.start - 1] in ("'s", "'") else 1
        for item in self.scene.at.get(phrase.start - step, ()):
            countries = {self._country_of(actor) for actor in item.actors}
            if len(countries) == 1:
                return next(iter(countries))
        return None

    def _country_of(self, actor_id: str) -> str | None:
        actor = self.scene.actors[actor_id]
        return actor.id if actor.kind in ("state", "disputed") else actor.country

    def _is_definite_name(self, phrase: BodyPhrase) -> bool:
        """Whether a body without a known state is named well enough to be an actor: "the Foreign Ministry", "the electoral commission"."""
        if phrase.body.group == "ministry":
            return bool(phrase.field)
        return (
            phrase.body.group in ("parliament", "executive")
            and bool(phrase.start)
            and self.scene.folded[phrase.start - 1] == "the"
        )

    def _stateless(self, phrase: BodyPhrase, slug: str) -> str:
        name = self.scene.text(phrase.start, phrase.end)
        return self.scene.enter(
            Actor(id=f"org:{slug}", kind="government", name=name, country=None, sector="GOV", wikidata=None)
        )

    def _by_slug(self, slug: str, phrase: BodyPhrase) -> str | None:
        """The body of that name last spoken of; for the bare noun, any body of its class."""
        for seen in reversed(self.focus.bodies):
            name = seen.actor.removeprefix("org:")
            if (
                name.startswith(f"{slug}-")
                or name.endswith(slug)
                or (not phrase.field and phrase.head in fold(self.scene.actors[seen.actor].name))
            ):
                return seen.actor
        return None

    def _home(self, phrase: BodyPhrase) -> str | None:
        """The state that a bare "Foreign Ministry" belongs to: that of the publisher, when it is a ministry's or statement's page."""
        if phrase.body.group == "ministry" and not phrase.field:
            return None
        return self._seat_after(phrase.end) or self.scene.home or self._seat_before(phrase.start)

    def _seat_after(self, position: int) -> str | None:
        """The state of a capital right after the noun: "the Defence Ministry in Athens"."""
        if position + 1 < len(self.scene.doc) and self.scene.folded[position] == "in":
            return seat_of(self.scene.doc[position + 1 : position + 3].text) or seat_of(
                self.scene.doc[position + 1].text
            )
        return None

    def _seat_before(self, position: int) -> str | None:
        """The one capital or state named before the noun in its sentence: "In Bogotá the foreign ministry said"."""
        start = self.scene.doc[position].sent.start
        near = {
            seat_of(self.scene.doc[i].text)
            for i in range(max(start, position - 30), position)
            if self.scene.doc[i].is_title
        } - {None}
        near |= {s.actor for s in self.focus.states if s.sentence == self.scene.sentence_of[position]}
        return next(iter(near)) if len(near) == 1 else None

    # Pronouns and nouns that refer.

    def _word(self, token: Token) -> None:
        folded = self.scene.folded[token.i]
        words = _words()
        if folded in ("who", "which", "whom", "whose") and (antecedent := _antecedent(token)) is not None:
            self._relative(token, antecedent)
            return
        if folded in words["male"] or folded in words["female"]:
            self._pronoun(token, "m" if folded in words["male"] else "f")
        elif folded in words["self"]:
            self._first_person(token)
        elif folded in words["plural"]:
            self._plural(token)
        elif folded in words["thing"]:
            self._thing(token)
        elif folded in words["country"] and self._points_back(token):
            self._country(token)
        elif folded in words["pair"]:
            self._pair(token)
        elif folded in words["body"] and self._points_back(token):
            self._body_again(token)

    def _relative(self, token: Token, antecedent: Token) -> None:
        for item in self.scene.at.get(antecedent.i, ()):
            if item.actors and item.kind != "adjective" and self.scene.head_of(item.start, item.end).i == antecedent.i:
                self.scene.add(Found(token.i, token.i + 1, item.actors, "pronoun"))
                return

    def _pronoun(self, token: Token, gender: str) -> None:
        barred = (
            token.head.i if token.dep_ in ("obj", "iobj", "obl") and not token.text.lower().endswith("self") else None
        )
        genders = self.scene.genders
        allowed = {seen.actor for seen in self.focus.people if genders.get(seen.actor, gender) == gender}
        person = self.focus.best_person(
            allowed, self.scene.sentence_of[token.i], barred_verb=barred, parted=self._parted
        )
        if person is None:
            self.scene.add(Found(token.i, token.i + 1, (), "pronoun"))
            return
        genders.setdefault(person, gender)
        self._add(token.i, token.i + 1, (person,), "pronoun", token)

    def _first_person(self, token: Token) -> None:
        """ "I" and "we" outside of quotation marks are the document's own speaker's."""
        speaker = self.scene.speaker
        if speaker is not None and self.scene.document.genre in ("speech", "statement") and token.i not in self._quoted:
            self.scene.add(Found(token.i, token.i + 1, (speaker,), "pronoun"))

    def _plural(self, token: Token) -> None:
        sentence = self.scene.sentence_of[token.i]
        group = self.focus.group
        near = {
            seen.actor
            for seen in (*self.focus.people, *self.focus.states, *self.focus.bodies)
            if sentence - seen.sentence <= 1
        }
        if group and set(group) <= near and token.dep_ != "nmod:poss":
            self._add(token.i, token.i + 1, group, "pronoun", token)

    def _thing(self, token: Token) -> None:
        if token.dep_ == "expl" or _is_empty_subject(token):
            return
        sentence = self.scene.sentence_of[token.i]
        owner = self._clause_subject(token) if token.dep_ == "nmod:poss" else None
        states, bodies = (
            self.focus.last(self.focus.states, sentence, reach=1),
            self.focus.last(self.focus.bodies, sentence, reach=1),
        )
        actor = owner or (states if states and not bodies else bodies if bodies and not states else None)
        if actor is not None and (owner or token.dep_ in _SUBJECTS or token.dep_ == "nmod:poss"):
            self._add(token.i, token.i + 1, (actor,), "pronoun", token)

    def _clause_subject(self, token: Token) -> str | None:
        """A state or body that is the subject of the clause that a possessive stands in."""
        clause = token.head
        for _ in range(6):
            for child in clause.children:
                if (
                    child.dep_ in ("nsubj", "nsubj:pass")
                    and child.i < token.i
                    and token.i not in range(child.left_edge.i, child.right_edge.i + 1)
                ):
                    item = next((i for i in self.scene.at.get(child.i, ()) if len(i.actors) == 1), None)
                    if item is not None and self.scene.actors[item.actors[0]].kind != "person":
                        return item.actors[0]
            if clause.head == clause:
                return None
            clause = clause.head
        return None

    def _points_back(self, token: Token) -> bool:
        """Whether a noun stands with "the" or "this" and nothing that makes it another one."""
        before = [
            child
            for child in token.children
            if child.i < token.i and child.dep_ in ("det", "amod", "compound", "nummod", "nmod:poss")
        ]
        if any(child.dep_ == "nmod:poss" for child in before) or any(
            child.dep_ in ("nmod", "acl:relcl") for child in token.rights
        ):
            return False
        return any(child.lower_ in ("the", "this", "that") for child in before) and len(before) == 1

    def _country(self, token: Token) -> None:
        state = self.focus.last(self.focus.states, self.scene.sentence_of[token.i], reach=3)
        if state is not None:
            self._add(token.i - 1, token.i + 1, (state,), "nominal", token)

    def _body_again(self, token: Token) -> None:
        speaker = self.scene.speaker
        if speaker is not None and token.is_title and fold(token.text) in fold(self.scene.actors[speaker].name).split():
            self._add(token.i - 1, token.i + 1, (speaker,), "nominal", token)
            return
        for seen in reversed(self.focus.bodies):
            if fold(token.text) in fold(self.scene.actors[seen.actor].name).split():
                self._add(token.i - 1, token.i + 1, (seen.actor,), "nominal", token)
                return

    def _pair(self, token: Token) -> None:
        table = read_toml("reference")["pair"]
        before = []
        index = token.i - 1
        while index >= 0 and self.scene.folded[index] in {"the", *table["counts"], *table["words_between"]}:
            before.append(self.scene.folded[index])
            index -= 1
        counted = set(before) & set(table["counts"])
        if (
            not (counted or ("the" in before and self.scene.folded[token.i] in table["alone"]))
            or len(self.focus.pair) != 2
        ):
            return
        if any(child.dep_ == "acl:relcl" for child in token.rights):
            return
        self._add(index + 1, token.i + 1, self.focus.pair, "nominal", token)

    def _add(self, start: int, end: int, actors: tuple[str, ...], kind: str, head: Token) -> None:
        self.scene.add(Found(start, end, actors, kind))  # type: ignore[arg-type]
        self._remember(actors, head)

    def _note_speaker(self, last: Token) -> None:
        root = last.sent.root
        for child in root.children:
            if child.dep_ == "nsubj":
                for item in self.scene.at.get(child.i, ()):
                    if len(item.actors) == 1 and item.actors[0].startswith("person:"):
                        self.focus.speaker = item.actors[0]


@cache
def _words() -> dict[str, frozenset[str]]:
    table = read_toml("reference")
    lists = {
        **table["pronouns"],
        "self": table["pronouns"]["first"],
        "country": table["country"]["heads"],
        "pair": table["pair"]["heads"],
        "body": table["body"]["heads"],
        "generic": table["generic"]["heads"],
    }
    return {name: frozenset(words) for name, words in lists.items()}


def _normal(words: frozenset[str]) -> frozenset[str]:
    return frozenset(part for word in words for part in _SAME.get(word, word).split())


def _only(people: set[str]) -> str | None:
    return next(iter(people)) if len(people) == 1 else None


def _antecedent(token: Token) -> Token | None:
    """The noun that a relative pronoun stands for."""
    clause = token.head
    for _ in range(3):
        if clause.dep_ == "acl:relcl":
            return clause.head
        clause = clause.head
    return None


def _is_subject(head: Token) -> bool:
    while head.dep_ in ("conj", "appos", "nmod:desc", "flat", "compound"):
        head = head.head
    if head.dep_ in ("nsubj", "nsubj:pass", "nsubj:outer", "obl:agent"):
        return _anchor(head).dep_ in ("ROOT", "root", "conj", "parataxis", "ccomp")
    return head.dep_ in ("obl", "nmod") and any(c.lower_ == "according" for c in head.children)


def _anchor(head: Token) -> Token:
    while head.dep_ in ("conj", "appos", "nmod:desc", "flat", "compound") and head.head != head:
        head = head.head
    return head.head


def _is_empty_subject(token: Token) -> bool:
    """ "It is important that …", "it is worth noting": no reference."""
    verb = token.head
    return any(child.dep_ in ("csubj", "csubj:pass", "expl") for child in verb.children) or (
        any(child.dep_ == "cop" for child in verb.children)
        and any(child.dep_ in ("ccomp", "xcomp", "advcl") for child in verb.children)
    )


def _quoted_tokens(scene: Scene) -> set[int]:
    """Tokens between double quotation marks."""
    inside, quoted = False, set()
    for token in scene.doc:
        if token.text in ("\u201c", "\u00ab", "``"):
            inside = True
        elif token.text in ("\u201d", "\u00bb", "''"):
            inside = False
        elif token.text == '"':
            inside = not inside
        if inside:
            quoted.add(token.i)
    return quoted


def _paragraph_starts(scene: Scene) -> set[int]:
    """Tokens that begin a paragraph, by blank tokens or line breaks before them."""
    starts = set()
    for token in scene.doc:
        if token.i and ("\n" in scene.doc[token.i - 1].text or "\n" in scene.doc[token.i - 1].whitespace_):
            starts.add(token.i)
    return starts
