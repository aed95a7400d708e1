"""People in a text: names that belong to one person, and the offices that the text gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz
from spacy.tokens import Token

from verbale.actors.folding import fold, kebab, mixes_scripts
from verbale.actors.offices import is_official, sector_of
from verbale.actors.scene import Found, OfficePhrase, Scene
from verbale.actors.standing import settle_phrases
from verbale.actors.vocabulary import given_gender, office_words, offices
from verbale.record import Actor, Role

# Two spellings of a long name are one person's from this likeness on (percent): "Mammadyarov", "Mamedyarov".
_SAME_SPELLING = 90.0
_LONG_NAME = 10
_GAP = 8  # tokens between two names of one list: "(Ambassadors Igor Popov of the Russian Federation, James Warlick …"


@dataclass(slots=True)
class Person:
    """One person of the document: the fullest form of the name and all its words."""

    name: str
    words: tuple[str, ...]
    id: str = ""
    forms: set[tuple[str, ...]] = field(default_factory=set)


@dataclass(slots=True)
class NameSpan:
    """A person's name in the text: tokens `[start, end)` with titles, the name itself from `name_start`."""

    start: int
    name_start: int
    end: int
    words: tuple[str, ...]


def find_people(scene: Scene, phrases: list[OfficePhrase]) -> list[Found]:
    """Enter every person that is named, with all mentions by name; give back those mentions in text order."""
    spans = list(_name_spans(scene, phrases))
    people = _People()
    for span in spans:
        if len(span.words) > 1:
            people.enter(scene.text(span.name_start, span.end), span.words)
    for span in spans:
        if len(span.words) == 1 and not people.with_word(span.words[0]) and not _is_other_actor(scene, span):
            people.enter(scene.text(span.name_start, span.end), span.words)
    people.name_all()
    spans = _with_missed_surnames(scene, people, spans)
    return [found for span in spans if (found := _mention(scene, people, span)) is not None]


class _People:
    """The persons of one document by the words of their names."""

    def __init__(self) -> None:
        self.all: list[Person] = []
        self._by_word: dict[str, list[Person]] = {}
        self._by_words: dict[frozenset[str], Person] = {}

    def enter(self, name: str, words: tuple[str, ...]) -> Person:
        person = self.find(words)
        if person is None:
            person = Person(name, words)
            self.all.append(person)
        elif len(words) > len(person.words):
            person.name, person.words = name, words
        person.forms.add(words)
        self._by_words[frozenset(words)] = person
        for word in words:
            same = self._by_word.setdefault(word, [])
            if person not in same:
                same.append(person)
        return person

    def find(self, words: tuple[str, ...]) -> Person | None:
        """The one person whose name these words are, in any order, shortened or slightly misspelt."""
        same = self._by_words.get(frozenset(words))
        if same is not None:
            return same
        if len(words) == 1:
            options = self.with_word(words[0])
        else:
            options = [p for p in self.with_word(words[-1]) + self.with_word(words[0]) if _are_one_name(words, p.words)]
            options = options or self._misspelt(words)
        distinct = list({id(person): person for person in options}.values())
        return distinct[0] if len(distinct) == 1 else None

    def with_word(self, word: str) -> list[Person]:
        """People whose name holds a word; those who bear it as surname (last or, in eastern order, first) before others."""
        options = self._by_word.get(word, [])
        surnamed = [person for person in options if any(form[-1] == word for form in person.forms)]
        return surnamed or options

    def _misspelt(self, words: tuple[str, ...]) -> list[Person]:
        name = " ".join(words)
        if len(name) < _LONG_NAME:
            return []
        near = {id(person): person for word in words for person in self._by_word.get(word, ())}
        return [
            p
            for p in near.values()
            if len(p.words) == len(words) and fuzz.ratio(name, " ".join(p.words)) >= _SAME_SPELLING
        ]

    def name_all(self) -> None:
        for person in self.all:
            person.id = f"person:{kebab(person.name)}"


def _with_missed_surnames(scene: Scene, people: _People, spans: list[NameSpan]) -> list[NameSpan]:
    """Add bare surnames of named people that the model did not mark."""
    taken = {index for span in spans for index in range(span.start, span.end)}
    surnames = {form[-1] for person in people.all for form in person.forms if len(form) > 1 and len(form[-1]) > 2}
    missed = [
        NameSpan(token.i, token.i, token.i + 1, (scene.folded[token.i],))
        for token in scene.doc
        if scene.folded[token.i] in surnames and token.i not in taken and token.text[0].isupper()
        and token.ent_type_ in ("", "PERSON", "ORG") and not any(item.actors for item in scene.at.get(token.i, ()))
        and not (token.i and scene.doc[token.i - 1].text == "-")
    ]  # fmt: skip
    return sorted([*spans, *missed], key=lambda span: span.start)


def _are_one_name(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether the shorter name's words all stand in the longer, initials counted, and both share a whole word."""
    short, long = sorted((left, right), key=len)
    if short[-1] not in long and short[0] not in long:
        return False
    rest = list(long)
    for word in short:
        match = next(
            (
                w
                for w in rest
                if w == word
                or (len(word.rstrip(".")) == 1 and w[0] == word[0])
                or (len(w.rstrip(".")) == 1 and w[0] == word[0])
            ),
            None,
        )
        if match is None:
            return False
        rest.remove(match)
    return True


def _name_spans(scene: Scene, phrases: list[OfficePhrase]) -> Iterator[NameSpan]:
    """Names that the model marked, and capitalised words after an office or a title that it missed."""
    spans = {
        (start := _widened(scene, entity.start)): (start, entity.end)
        for entity in scene.doc.ents
        if entity.label_ == "PERSON" and (entity.start, entity.end) not in scene.known_spans
    }
    for start in _starts_after_titles(scene, phrases):
        end = _proper_run_end(scene, start)
        if end > start:
            spans.setdefault(start, (start, end))
    reached = 0
    for start, end in sorted(spans.values()):
        span = _name_span(scene, max(start, reached), end)
        if span is not None:
            reached = span.end
            yield span


def _starts_after_titles(scene: Scene, phrases: list[OfficePhrase]) -> Iterator[int]:
    for phrase in phrases:
        if phrase.end == phrase.head + 1:
            yield phrase.end
    for token in scene.doc:
        if (
            scene.folded[token.i]
            in ("mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "h.e.", "sir", "madam", "prof.")
            and token.text[0].isupper()
        ):
            yield token.i + 1


def _proper_run_end(scene: Scene, start: int) -> int:
    end = start
    while end < len(scene.doc) and end - start < 5:
        token = scene.doc[end]
        is_name = (
            token.pos_ == "PROPN"
            and token.text[:1].isupper()
            and token.ent_type_ in ("", "PERSON")
            and not token.is_sent_start
        )
        if not is_name or scene.folded[end] in offices() or scene.at.get(end):
            break
        end += 1
    return end


def _widened(scene: Scene, start: int) -> int:
    """Where a name that the model marked begins, given names that it left out included."""
    while start > 0 and not scene.doc[start].is_sent_start:
        token = scene.doc[start - 1]
        if (
            token.pos_ != "PROPN"
            or not token.is_title
            or token.ent_type_
            or scene.at.get(token.i)
            or token.lower_ in offices()
        ):
            break
        if not (token.dep_ == "flat" or scene.doc[start].dep_ == "flat"):
            break
        start -= 1
    return start


def _name_span(scene: Scene, start: int, end: int) -> NameSpan | None:
    words = office_words()
    while end > start and (scene.folded[end - 1] in ("'s", "'", ",", ".") or scene.doc[end - 1].is_space):
        end -= 1
    name_start = start
    while name_start < end and _is_title(scene, name_start):
        name_start += 1
    if name_start == end - 1 and (scene.folded[name_start] in offices() or scene.folded[name_start] in words.titles):
        return None
    if name_start >= end or not any(c.isalpha() for c in scene.folded[name_start]):
        return None
    first = name_start
    while (
        first > 0
        and scene.folded[first - 1] in words.titles
        and scene.folded[first - 1] not in offices()
        and _is_title(scene, first - 1)
        and not scene.doc[first].is_sent_start
    ):
        first -= 1
    parts = tuple(
        w for t in range(name_start, end) for w in [scene.folded[t].strip("\"“”'()")] if w and w not in ("-", ",", "'")
    )
    return NameSpan(first, name_start, end, parts) if parts else None


def _is_title(scene: Scene, index: int) -> bool:
    """Whether a word is a title or an office rather than part of the name."""
    folded, words = scene.folded[index], office_words()
    following = index + 1 < len(scene.doc) and scene.doc[index + 1].text[:1].isupper()
    if folded in ("king", "prince", "queen", "princess", "emir", "sheikh"):
        return following and scene.doc[index].text[:1].isupper()
    if folded in ("u", "he", "don", "sri", "tun", "father", "brother", "sister", "major", "saint"):
        return following and scene.doc[index].text[:1].isupper() and scene.doc[index].ent_type_ != "PERSON"
    return (folded in words.titles or folded in words.short or folded in offices()) and following


def _is_other_actor(scene: Scene, span: NameSpan) -> bool:
    return any(
        item.actors and item.start <= span.name_start and item.end >= span.end
        for item in scene.at.get(span.name_start, ())
    )


def _mention(scene: Scene, people: _People, span: NameSpan) -> Found | None:
    if len(span.words) == 1 and _is_other_actor(scene, span) and not people.with_word(span.words[0]):
        return None
    person = people.find(span.words)
    name = scene.text(span.name_start, span.end)
    if any(mixes_scripts(word) for word in name.split()):
        scene.warn(
            "mixed-script-name", f"the name {name!r} mixes letters of several scripts", span.name_start, span.end
        )
    if person is None:
        options = people.with_word(span.words[-1])
        if options:
            scene.warn(
                "ambiguous-name", f"{name!r} may be any of {[p.name for p in options]}", span.name_start, span.end
            )
        return scene.add(Found(span.start, span.end, (), "name")) if options else None
    scene.enter(Actor(id=person.id, kind="person", name=person.name, country=None, sector=None, wikidata=None))
    _note_gender(scene, person.id, span)
    for item in [i for i in scene.at.get(span.name_start, ()) if i.start >= span.start and i.end <= span.end]:
        item.actors = ()  # a state's name inside a person's, such as "Jordan", is no state here
        scene.found.remove(item)
        for index in range(item.start, item.end):
            scene.at[index].remove(item)
    kind = "name" if len(span.words) > 1 else "alias"
    return scene.add(Found(span.start, span.end, (person.id,), kind))  # type: ignore[arg-type]


def _note_gender(scene: Scene, person: str, span: NameSpan) -> None:
    """Remember the gender that a title before the name tells, else the given name."""
    for word in scene.folded[max(0, span.start - 2) : span.name_start]:
        if word in office_words().male:
            scene.genders.setdefault(person, "m")
        elif word in office_words().female:
            scene.genders.setdefault(person, "f")
    gender = given_gender(span.words)
    if gender is not None and len(span.words) > 1:
        scene.genders.setdefault(person, gender)


def attach_offices(scene: Scene, phrases: list[OfficePhrase], names: list[Found]) -> None:
    """Give every office that stands beside a name to its bearer: before it, after it, or through "is", "appointed", "who heads"."""
    starting = {item.start: item for item in names if item.actors}
    ending = {item.end: item for item in names if item.actors}
    _attach_before(scene, phrases, starting, ending)
    _attach_after(scene, phrases, ending)
    for phrase in phrases:
        if phrase.person is None:
            phrase.person = _by_grammar(scene, phrase)
    _attach_relative(scene, names)
    _attach_lists(scene, phrases, starting)
    _attach_countries(scene, names)
    settle_phrases(scene, phrases)
    for phrase in phrases:
        if phrase.person is not None:
            give_role(scene, phrase, phrase.person)


def _attach_lists(scene: Scene, phrases: list[OfficePhrase], starting: dict[int, Found]) -> None:
    """ "Presidents Tshisekedi and Kagame": a plural office before names is held by each; a country after "of" by its own."""
    for phrase in phrases:
        first = starting.get(phrase.end) if phrase.plural else None
        position = phrase.end
        while first is not None:
            give_role(scene, replace(phrase, country=_own_country(scene, first.end) or phrase.country), first.actors[0])
            position = first.end
            limit = position + _GAP
            while (
                position < min(limit, len(scene.doc))
                and position not in starting
                and not scene.doc[position].is_sent_start
            ):
                position += 1
            between = scene.folded[first.end : position]
            first = (
                starting.get(position)
                if {",", "and"} & set(between) and not _has_verb(scene, first.end, position)
                else None
            )


def _has_verb(scene: Scene, start: int, end: int) -> bool:
    return any(scene.doc[i].pos_ in ("VERB", "AUX") for i in range(start, end))


def _own_country(scene: Scene, position: int) -> str | None:
    """The state after a name: "Nikos Kotzias of Greece", "Igor Popov of the Russian Federation", "Erdoğan (Turkey)"."""
    if position >= len(scene.doc) or scene.folded[position] not in ("of", "for", "("):
        return None
    position += 1
    if position < len(scene.doc) and scene.folded[position] == "the":
        position += 1
    for item in scene.at.get(position, ()):
        if item.start == position and len(item.actors) == 1 and item.form in ("name", "alias"):
            actor = scene.actors[item.actors[0]]
            return (
                actor.id
                if actor.kind in ("state", "disputed") and not actor.id.startswith("disputed:")
                else actor.country
            )
    return None


def _attach_countries(scene: Scene, names: list[Found]) -> None:
    """ "Canada's Chrystia Freeland", "Nikos Kotzias of Greece": a state beside a name is the person's."""
    for item in names:
        if not item.actors or scene.actors[item.actors[0]].country is not None:
            continue
        country = _own_country(scene, item.end) or _possessing(scene, item.start)
        if country is not None:
            scene.know(country)
            _fill(scene, item.actors[0], country, None)


def _possessing(scene: Scene, start: int) -> str | None:
    if start < 2 or scene.folded[start - 1] not in ("'s", "'"):
        return None
    for item in scene.at.get(start - 2, ()):
        if item.end == start - 1 and len(item.actors) == 1 and scene.actors[item.actors[0]].kind == "state":
            return item.actors[0]
    return None


def _attach_before(
    scene: Scene, phrases: list[OfficePhrase], starting: dict[int, Found], ending: dict[int, Found]
) -> None:
    opens = {item.start: item.actors[0] for item in starting.values()}
    for phrase in reversed(phrases):
        if phrase.plural:
            continue
        after = phrase.end
        if after in opens:
            phrase.person = opens[after]
        elif (
            after + 1 in opens and scene.doc[after].text == "," and _bearer_before(scene, phrase.start, ending) is None
        ):
            if not scene.doc[after + 1].is_sent_start and _closes_apposition(scene, phrase, starting.get(after + 1)):
                phrase.person = opens[after + 1]
        if phrase.person is not None:
            opens[phrase.start] = phrase.person


def _closes_apposition(scene: Scene, phrase: OfficePhrase, name: Found | None) -> bool:
    """Whether "office, Name" is one phrase and not two members of a list or the end of a clause."""
    if name is None:
        return True
    head, other = scene.doc[phrase.head], scene.head_of(name.start, name.end)
    follows = scene.folded[name.end] if name.end < len(scene.doc) else ""
    if follows in ("and", "&") and other.dep_ == "conj" and other.head == head:
        return False
    if other.dep_ == "conj" and follows in (",", "."):
        return True
    return (
        other.head.i in range(phrase.start, phrase.end)
        or head.head.i in range(name.start, name.end)
        or (
            phrase.start == 0
            or scene.doc[phrase.start].is_sent_start
            or scene.folded[phrase.start - 1] in ("the", "by", "with", "and", ",", "'s")
        )
    )


def _bearer_before(scene: Scene, start: int, ending: dict[int, Found]) -> str | None:
    """The person whose name ends before an office, past a comma, an age and an article."""
    position = start
    if position > 0 and scene.folded[position - 1] in ("the", "a", "an", "our", "its", "'s", "currently", "also"):
        position -= 1
    if position > 0 and scene.doc[position - 1].text in (",", "(", "–", "—", "-"):
        position -= 1
        if position in ending:
            return ending[position].actors[0]
        if (
            position > 1
            and scene.doc[position - 1].like_num
            and scene.doc[position - 2].text == ","
            and position - 2 in ending
        ):
            return ending[position - 2].actors[0]
    return None


def _attach_after(scene: Scene, phrases: list[OfficePhrase], ending: dict[int, Found]) -> None:
    closes: dict[int, str] = {}
    for phrase in phrases:
        if phrase.person is None:
            phrase.person = _bearer_before(scene, phrase.start, ending) or _goes_on(scene, phrase.start, closes)
            if phrase.person is not None:
                closes[phrase.end] = phrase.person


def _goes_on(scene: Scene, start: int, closes: dict[int, str]) -> str | None:
    position = start - 1
    while position > 0 and scene.folded[position] in ("the", "a", "an", "also"):
        position -= 1
    return closes.get(position) if position > 0 and scene.folded[position] == "and" else None


def person_at(scene: Scene, token: Token) -> str | None:
    """The person whose mention a token is in."""
    for item in scene.at.get(token.i, ()):
        if len(item.actors) == 1 and item.actors[0].startswith("person:"):
            return item.actors[0]
    return None


def _by_grammar(scene: Scene, phrase: OfficePhrase) -> str | None:
    head = scene.doc[phrase.head]
    if head.dep_ == "appos" and (person := person_at(scene, head.head)):
        return person
    if head.dep_ == "conj" and head.head.dep_ == "appos" and (person := person_at(scene, head.head.head)):
        return person
    for child in head.children:
        if child.dep_ == "appos" and (person := person_at(scene, child)):
            return person
    if any(child.dep_ == "cop" for child in head.children):
        return next((p for c in head.children if c.dep_ == "nsubj" for p in [person_at(scene, c)] if p), None)
    verb = head.head
    if head.dep_ in ("obj", "xcomp", "obl") and verb.lemma_ in office_words().takes:
        subjects = [
            c
            for c in verb.children
            if c.dep_ in ("nsubj:pass", "obj") or (c.dep_ == "nsubj" and verb.lemma_ == "become")
        ]
        return next((p for c in subjects if c.i != head.i for p in [person_at(scene, c)] if p), None)
    return None


def _attach_relative(scene: Scene, names: Iterable[Found]) -> None:
    """ "Ivanov, who heads the agency": a role whose words are the clause."""
    for item in names:
        head = scene.head_of(item.start, item.end)
        for verb in head.children:
            if verb.dep_ != "acl:relcl" or verb.lemma_ not in office_words().holds or not item.actors:
                continue
            led = next((c for c in verb.children if c.dep_ == "obj"), None)
            body = scene.covering(led.i, "name", "alias", "nominal") if led is not None else None
            if body is None or len(body.actors) != 1:
                continue
            actor = scene.actors[body.actors[0]]
            official = actor.kind in ("government", "igo", "state")
            _add_role(
                scene,
                item.actors[0],
                scene.text(verb.i, body.end),
                actor.id,
                actor.country,
                verb.i,
                body.end,
                official=official,
            )
            _fill(scene, item.actors[0], actor.country, actor.sector)


def give_role(scene: Scene, phrase: OfficePhrase, person: str) -> None:
    """Record an office of a person, and let it tell the person's country and sector."""
    official = is_official(scene, phrase)
    if phrase.country:
        scene.know(phrase.country)
    scene.add(Found(phrase.start, phrase.end, (person,), "office", role=phrase))
    _add_role(
        scene, person, phrase.title, phrase.organisation, phrase.country, phrase.start, phrase.end, official=official
    )
    _fill(scene, person, phrase.country, sector_of(scene, phrase))
    if fold(scene.doc[phrase.head].text) in office_words().male:
        scene.genders.setdefault(person, "m")
    elif fold(scene.doc[phrase.head].text) in office_words().female:
        scene.genders.setdefault(person, "f")


def _add_role(
    scene: Scene,
    person: str,
    title: str,
    organisation: str | None,
    country: str | None,
    start: int,
    end: int,
    *,
    official: bool,
) -> None:
    evidence = scene.evidence(start, end)
    roles = scene.roles.setdefault(person, [])
    if not any(role.title == title for role in roles):
        quote = scene.quote(evidence)
        roles.append(
            Role(
                title=title,
                organisation=organisation,
                country=country,
                official=official,
                evidence=evidence,
                quote=quote,
            )
        )


def _fill(scene: Scene, person: str, country: str | None, sector: str | None) -> None:
    actor = scene.actors[person]
    scene.actors[person] = replace(actor, country=actor.country or country, sector=actor.sector or sector)
