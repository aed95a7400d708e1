"""Offices and bodies without a name or a state: "the minister", "a spokesman for X", "the foreign ministry", "his
government"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from verbale.actors.bodies import NEEDS_STATE, BodyPhrase, enter_body, slug_of
from verbale.actors.folding import fold
from verbale.actors.localities import seat_after, state_at
from verbale.actors.memory import Memory
from verbale.actors.offices import is_official
from verbale.actors.scene import Found, OfficePhrase
from verbale.actors.standing import leader_of
from verbale.actors.vocabulary import office_words, title_words
from verbale.data import read_toml
from verbale.record import Actor

# Sentences back in which the one who is with somebody must have been named.
_NEAR = 2
# Sentences back in which the army that "a military source" is of must have been named.
_ARMED_REACH = 4
_OF_PLACE = frozenset({"of"})


class Titles:
    """Who holds which office, as the text has told so far."""

    def __init__(self, memory: Memory) -> None:
        """No office is held yet."""
        self._memory = memory
        self._scene = memory.scene
        self._titles: dict[str, list[frozenset[str]]] = {}
        self._holders: dict[str, set[str]] = {}
        self._officials: dict[str | None, set[str]] = {}

    def meet(self, phrase: OfficePhrase) -> None:
        """Take in an office: note its bearer when it is named, else resolve it."""
        if phrase.plural:
            self._several(phrase)
        elif phrase.person is not None:
            self._note(phrase, phrase.person)
        else:
            self._resolve(phrase)

    def recall(self, people: tuple[str, ...]) -> None:
        """Take in people met by name whose office the text leaves unsaid and the world knows: "Macron" is a president."""
        for person in people:
            if not person.startswith("person:") or person in self._titles or person in self._scene.roles:
                continue
            leader = leader_of(self._scene, person)
            if leader is not None and leader.office:
                self._hold(person, _normal(frozenset(leader.office.split())))
                self._officials.setdefault(leader.country, set()).add(person)

    def _hold(self, person: str, words: frozenset[str]) -> None:
        self._titles.setdefault(person, []).append(words)
        for word in words:
            self._holders.setdefault(word, set()).add(person)

    def _note(self, phrase: OfficePhrase, person: str) -> None:
        self._inherit(phrase, person)
        self._hold(person, _normal(phrase.words))
        if is_official(self._scene, phrase):
            self._officials.setdefault(self._scene.actors[person].country, set()).add(person)

    def _inherit(self, phrase: OfficePhrase, person: str) -> None:
        """ "His foreign minister, X": an office without a state is of the possessor's."""
        before = self._scene.folded[phrase.start - 1] if phrase.start else ""
        if phrase.country or phrase.organisation or before not in _list("possessives") or phrase.standing == "private":
            return
        owners = [actor for item in self._scene.at.get(phrase.start - 1, ()) for actor in item.actors]
        states = {self._scene.country_of(actor) for actor in owners}
        state = next(iter(states)) if len(states) == 1 else None
        if state is None or "counterpart" in phrase.words or self._scene.actors[person].country not in (None, state):
            return
        self._scene.know(state)
        self._scene.actors[person] = replace(self._scene.actors[person], country=state)
        self._scene.roles[person] = [
            replace(role, country=state, official=is_official(self._scene, replace(phrase, country=state)))
            if role.title == phrase.title
            else role
            for role in self._scene.roles[person]
        ]

    def _resolve(self, phrase: OfficePhrase) -> None:
        person = self._other(phrase) or (self._holder(phrase) if phrase.definite else None)
        if (
            person is None
            and phrase.definite
            and phrase.country
            and self._scene.folded[phrase.head] in _list("generic")
        ):
            person = _only(self._officials.get(phrase.country, set()))
        behind = (person,) if person else self._principal(phrase) or self._behind(phrase)
        if behind:
            self._memory.add(phrase.start, phrase.end, behind, "office", self._scene.tokens[phrase.head])
        elif phrase.definite:
            self._scene.add(Found(phrase.start, phrase.end, (), "office", role=phrase))

    def _behind(self, phrase: OfficePhrase) -> tuple[str, ...]:
        """The body or state that an unnamed official acts for."""
        behind = phrase.organisation or phrase.country
        if behind is None and (phrase.standing == "private" or phrase.former):
            return ()
        if behind is None and self._is_the_publishers(phrase):
            behind = self._scene.publisher
        elif behind is None:
            behind = self._state_there(phrase) or self._armed_forces(phrase)
        elif not is_official(self._scene, phrase):
            return ()
        return (self._scene.know(behind),) if behind is not None else ()

    def _state_there(self, phrase: OfficePhrase) -> str | None:
        """ "An official in Banjul": the state of the place, but not for envoys, who are sent there."""
        sent = phrase.words & title_words("accredited") or self._scene.folded[phrase.head] in office_words().sent
        if sent:
            return None
        of_place = state_at(self._scene, phrase.head + 1, before=_OF_PLACE) if phrase.standing == "public" else None
        return of_place or state_at(self._scene, phrase.end) or self._scene.setting(phrase.head)

    def _armed_forces(self, phrase: OfficePhrase) -> str | None:
        """ "A military source": the armed forces last spoken of."""
        if not phrase.words & _list("military"):
            return None
        here = self._scene.sentence_of[phrase.head]
        near = [seen for seen in self._memory.focus.bodies if here - seen.sentence <= _ARMED_REACH]
        return next((seen.actor for seen in reversed(near) if self._scene.actors[seen.actor].sector == "MIL"), None)

    def _is_the_publishers(self, phrase: OfficePhrase) -> bool:
        """Whether "The Minister", "The Spokesperson" with a capital means that of the publishing state or body."""
        head = self._scene.tokens[phrase.head]
        if not phrase.words & title_words("national"):
            return False
        return head.is_title and bool(phrase.start) and self._scene.folded[phrase.start - 1] == "the"

    def _holder(self, phrase: OfficePhrase) -> str | None:
        """The person already met whose office these words are."""
        return next(
            (person for words in _readings(self._own_words(phrase)) if (person := self._held_as(words, phrase))), None
        )

    def _held_as(self, words: frozenset[str], phrase: OfficePhrase) -> str | None:
        fits = {person for person in self._candidates(words) if self._is_held_by(phrase, words, person)}
        exact = {
            person for person in fits if any(words & _ranks() == title & _ranks() for title in self._titles[person])
        }
        return self._nearest(exact, phrase) or self._nearest(fits, phrase) or _only(exact) or _only(fits)

    def _candidates(self, words: frozenset[str]) -> set[str]:
        sets = sorted((self._holders.get(word, set()) for word in words), key=len)
        return sets[0] if sets else set()

    def _nearest(self, people: set[str], phrase: OfficePhrase) -> str | None:
        if not people:
            return None
        sentence, verb = self._scene.sentence_of[phrase.head], self._scene.tokens[phrase.head].head.i
        return self._memory.focus.best_person(people, sentence, barred_verb=verb, parted=self._memory.parted)

    def _own_words(self, phrase: OfficePhrase) -> frozenset[str]:
        """The words of a title without the names of states and bodies in it, which are compared as actors."""
        stated = phrase.country or phrase.organisation
        kept = (
            self._scene.folded[index]
            for index in range(phrase.start, phrase.end)
            if not (stated and any(item.form is not None for item in self._scene.at.get(index, ())))
        )
        return _normal(frozenset(kept) & phrase.words)

    def _is_held_by(self, phrase: OfficePhrase, words: frozenset[str], person: str) -> bool:
        actor = self._scene.actors[person]
        if phrase.country and actor.country and phrase.country != actor.country:
            return False
        bodies = {role.organisation for role in self._scene.roles.get(person, ()) if role.organisation}
        if phrase.organisation and bodies and phrase.organisation not in bodies:
            return False
        return any(
            words <= title and not ("deputy" in title and "deputy" not in words and len(words) > 1)
            for title in self._titles[person]
        )

    def _principal(self, phrase: OfficePhrase) -> tuple[str, ...]:
        """Whom an unnamed spokesman or aide of a person speaks for: "a spokesman for John Kerry", "his spokesman"."""
        person = self._person_beside(phrase)
        if person is None or phrase.standing != "body" or phrase.words & _list("company"):
            return ()
        roles = self._scene.roles.get(person, ())
        body = next((role.organisation for role in roles if role.official and role.organisation), None)
        behind = body or self._scene.actors[person].country
        if behind is None:
            return ()
        return (behind if behind in self._scene.actors else self._scene.know(behind),)

    def _other(self, phrase: OfficePhrase) -> str | None:
        """ "His host", "her guest": the one person spoken of beside the one whom the possessive means."""
        owner = self._person_beside(phrase)
        if owner is None or self._scene.folded[phrase.head] not in _list("other"):
            return None
        sentence = self._scene.sentence_of[phrase.head]
        near = {seen.actor for seen in self._memory.focus.people if sentence - seen.sentence <= _NEAR} - {owner}
        return _only(near)

    def _person_beside(self, phrase: OfficePhrase) -> str | None:
        folded = self._scene.folded
        if phrase.end + 1 < len(folded) and folded[phrase.end] in ("for", "of", "to"):
            return self._scene.person_over(phrase.end + 1)
        before = folded[phrase.start - 1] if phrase.start else ""
        if before in ("'s", "'"):
            return self._scene.person_over(phrase.start - 2)
        return self._scene.person_over(phrase.start - 1) if before in _list("possessives") else None

    def _several(self, phrase: OfficePhrase) -> None:
        """ "Officials in Ankara", "the foreign ministers of Greece and Turkey", "members of the Council": those
        behind them."""
        inside = [item for i in range(phrase.start, phrase.end) for item in self._scene.at.get(i, ())]
        states = dict.fromkeys(a for item in inside for a in item.actors if self._scene.is_state(a))
        states |= dict.fromkeys(self._states_after(phrase.end) if states else ())
        seat = state_at(self._scene, phrase.end)
        behind = tuple(states) or ((self._scene.know(seat),) if seat else ())
        if phrase.organisation and not self._scene.actors[phrase.organisation].country:
            behind = (phrase.organisation,)
        shown = self._if_official(phrase, behind) if behind else self._principal(phrase)
        if shown:
            self._memory.add(phrase.start, phrase.end, shown, "office", self._scene.tokens[phrase.head])

    def _if_official(self, phrase: OfficePhrase, behind: tuple[str, ...]) -> tuple[str, ...]:
        """Those behind a title where its holders act for them, else nobody."""
        country = self._scene.country_of(behind[0]) or behind[0]
        return behind if is_official(self._scene, replace(phrase, country=country)) else ()

    def _states_after(self, index: int) -> Iterator[str]:
        """States that go on a list after a title: "the ministers of Cyprus, Greece and Israel"."""
        while index < len(self._scene.tokens) and self._scene.folded[index] in (",", "and", "the"):
            item = next(
                (i for i in self._scene.at.get(index + 1, ()) if i.start == index + 1 and i.form == "name"), None
            )
            if item is not None and len(item.actors) == 1 and self._scene.is_state(item.actors[0]):
                yield item.actors[0]
            index = item.end if item is not None else index + 1


class OpenBodies:
    """Resolves bodies whose phrase names no state: from their possessor, their seat, the publisher, or what was
    said before."""

    def __init__(self, memory: Memory) -> None:
        """No body has been met yet."""
        self._memory = memory
        self._scene = memory.scene
        self._known: dict[str, str] = {}

    def meet(self, phrase: BodyPhrase) -> None:
        """Take in a body without a state."""
        item = self._scene.covering(phrase.start, "name", "alias", "nominal")
        if item is not None and item.start <= phrase.start and item.end >= phrase.end and item.form is not None:
            return
        actor = self._owned(phrase) or self._speaking(phrase) or self._unowned(phrase)
        if actor is not None:
            self._known[slug_of(phrase)] = actor
            head = self._scene.head_of(phrase.start, phrase.end)
            self._memory.add(phrase.start, phrase.end, (actor,), "nominal", head)

    def _speaking(self, phrase: BodyPhrase) -> str | None:
        """ "The Department" in its own statement: the body that speaks, when publisher or speaker are called so."""
        speaker, document = self._scene.speaker, self._scene.document
        if speaker is None or phrase.field or self._scene.actors[speaker].kind == "person":
            return None
        called = fold(document.publisher or "").split() + fold(self._scene.actors[speaker].name).split()
        before = self._scene.folded[phrase.start - 1] if phrase.start else ""
        return speaker if before == "the" and phrase.head in called else None

    def _unowned(self, phrase: BodyPhrase) -> str | None:
        if phrase.body.group == "rebels":
            return self._armed(phrase)
        return None if phrase.body.group in NEEDS_STATE else self._alone(phrase)

    def _armed(self, phrase: BodyPhrase) -> str | None:
        """ "The rebels", "the separatists": the one armed group, or the one breakaway entity, spoken of so far."""
        if phrase.head in _list("separatists"):
            seen = self._memory.focus.states
            return _only({item.actor for item in seen if self._scene.actors[item.actor].kind == "disputed"}) or (
                self._only_armed()
            )
        return self._only_armed()

    def _only_armed(self) -> str | None:
        groups = {item.actor for item in self._memory.focus.bodies}
        return _only({actor for actor in groups if self._memory.is_armed(actor)})

    def _owned(self, phrase: BodyPhrase) -> str | None:
        state = self._owner(phrase)
        return enter_body(self._scene, phrase, state) if state is not None else None

    def _owner(self, phrase: BodyPhrase) -> str | None:
        """The state of the person or state that a possessive before the noun means: "his government", "Barrow's
        army"."""
        before = self._scene.folded[phrase.start - 1] if phrase.start else ""
        if before not in _list("possessives") and before not in ("'s", "'"):
            return None
        index = phrase.start - (2 if before in ("'s", "'") else 1)
        for item in self._scene.at.get(index, ()):
            countries = {self._scene.country_of(actor) for actor in item.actors}
            if len(countries) == 1:
                return next(iter(countries))
        return None

    def _alone(self, phrase: BodyPhrase) -> str | None:
        slug = slug_of(phrase)
        actor = self._known.get(slug) or self._met(slug, phrase)
        if actor is not None:
            return actor
        if phrase.body.group == "ministry" and not phrase.field:
            return None
        state = self._state(phrase)
        if state is not None:
            return enter_body(self._scene, phrase, state)
        return self._stateless(phrase, slug) if self._is_definite(phrase) else None

    def _met(self, slug: str, phrase: BodyPhrase) -> str | None:
        """The body of that name last spoken of; for the bare noun, any body of its class."""
        for seen in reversed(self._memory.focus.bodies):
            name = seen.actor.removeprefix("org:")
            bare = not phrase.field and phrase.head in fold(self._scene.actors[seen.actor].name)
            if name.startswith(f"{slug}-") or name.endswith(slug) or bare:
                return seen.actor
        return None

    def _state(self, phrase: BodyPhrase) -> str | None:
        state = seat_after(self._scene, phrase.end) or state_at(self._scene, phrase.end) or self._scene.home
        if state is None and phrase.body.group != "military":
            state = self._scene.setting(phrase.start)
        return state

    def _is_definite(self, phrase: BodyPhrase) -> bool:
        """Whether a body without a known state is named well enough to be an actor: "the Foreign Ministry"."""
        if phrase.body.group == "ministry":
            return True
        before = self._scene.folded[phrase.start - 1] if phrase.start else ""
        return phrase.body.group in ("parliament", "executive") and before == "the"

    def _stateless(self, phrase: BodyPhrase, slug: str) -> str:
        name = self._scene.text(phrase.start, phrase.end)
        return self._scene.enter(
            Actor(id=f"org:{slug}", kind="government", name=name, country=None, sector="GOV", wikidata=None)
        )


def _readings(words: frozenset[str]) -> Iterator[frozenset[str]]:
    """A title as it stands, then the offices that it may mean: "the head of state" is a president or a king."""
    yield words
    for general, offices in read_toml("reference")["titles"]["means"].items():
        if frozenset(general.split()) == words:
            yield from (_normal(frozenset(office.split())) for office in offices)


def _normal(words: frozenset[str]) -> frozenset[str]:
    same = read_toml("reference")["titles"]["same"]
    return frozenset(part for word in words for part in same.get(word, word).split())


def _only(people: set[str]) -> str | None:
    return next(iter(people)) if len(people) == 1 else None


@cache
def _ranks() -> frozenset[str]:
    return frozenset(read_toml("reference")["titles"]["ranks"])


@cache
def _list(name: str) -> frozenset[str]:
    table = read_toml("reference")
    lists = {
        "generic": table["generic"]["heads"],
        "company": table["titles"]["company"],
        "possessives": table["possessives"]["words"],
        "other": table["other"]["heads"],
        "separatists": table["armed"]["separatists"],
        "military": table["armed"]["military"],
    }
    return frozenset(lists[name])
