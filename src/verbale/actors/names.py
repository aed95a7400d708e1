"""People's names in a text: which words are a name, and which names are one person's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from verbale.actors.folding import kebab, mixes_scripts
from verbale.actors.naming import is_personal
from verbale.actors.places import find as find_place
from verbale.actors.scene import Found, OfficePhrase, Scene
from verbale.actors.vocabulary import given_gender, office_words, offices, reference_words
from verbale.record import Actor

# Two spellings of a long name are one person's from this likeness on (percent): "Mammadyarov", "Mamedyarov".
_SAME_SPELLING = 90.0
_LONG_NAME = 10
_LONGEST = 5  # words of a name that the model did not mark
_MANY = 64  # people who share a word of their names; beyond it nobody is told apart by that word


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
    people = People()
    for span in spans:
        if len(span.words) > 1:
            people.enter(scene.text(span.name_start, span.end), span.words)
    for span in spans:
        if len(span.words) == 1 and not people.with_word(span.words[0]) and not _is_other_actor(scene, span):
            people.enter(scene.text(span.name_start, span.end), span.words)
    people.name_all()
    spans = _with_missed_surnames(scene, people, spans)
    return [found for span in spans if (found := _mention(scene, people, span)) is not None]


class People:
    """The persons of one document by the words of their names."""

    def __init__(self) -> None:
        """Nobody yet."""
        self.all: list[Person] = []
        self._by_word: dict[str, dict[int, Person]] = {}
        self._by_words: dict[frozenset[str], Person] = {}

    def enter(self, name: str, words: tuple[str, ...]) -> Person:
        """The person of a name, known already or new."""
        person = self.find(words)
        if person is None:
            person = Person(name, words)
            self.all.append(person)
        elif len(words) > len(person.words):
            person.name, person.words = name, words
        person.forms.add(words)
        self._by_words[frozenset(words)] = person
        for word in words:
            same = self._by_word.setdefault(word, {})
            if len(same) < _MANY:
                same[id(person)] = person
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
        """People whose name holds a word; those who bear it as surname (last or, in eastern order, first) before
        others."""
        options = list(self._by_word.get(word, {}).values())
        surnamed = [person for person in options if any(form[-1] == word for form in person.forms)]
        return surnamed or options

    def _misspelt(self, words: tuple[str, ...]) -> list[Person]:
        name = " ".join(words)
        if len(name) < _LONG_NAME:
            return []
        near = {id(person): person for word in words for person in self._by_word.get(word, {}).values()}
        return [
            p
            for p in near.values()
            if len(p.words) == len(words) and fuzz.ratio(name, " ".join(p.words)) >= _SAME_SPELLING
        ]

    def name_all(self) -> None:
        """Give everybody an id, from the fullest form of the name."""
        for person in self.all:
            person.id = f"person:{kebab(person.name)}"


def _with_missed_surnames(scene: Scene, people: People, spans: list[NameSpan]) -> list[NameSpan]:
    """Add bare surnames of named people that the model did not mark."""
    taken = {index for span in spans for index in range(span.start, span.end)}
    surnames = {form[-1] for person in people.all for form in person.forms if len(form) > 1 and len(form[-1]) > 2}
    missed = [
        NameSpan(token.i, token.i, token.i + 1, (scene.folded[token.i],))
        for token in scene.tokens
        if scene.folded[token.i] in surnames and token.i not in taken and _may_be_surname(scene, token.i)
    ]
    return sorted([*spans, *missed], key=lambda span: span.start)


def _may_be_surname(scene: Scene, index: int) -> bool:
    """Whether a word that is also a surname is written as a name, and is no part of a longer name or a known one."""
    token, entity = scene.tokens[index], scene.entities.get(index)
    if not token.text[0].isupper() or (index and scene.tokens[index - 1].text == "-"):
        return False
    if entity is not None and entity.label_ != "PERSON" and (len(entity) > 1 or _is_place_here(scene, index)):
        return False
    return all(item.form is None for item in scene.at.get(index, ()) if item.actors)


def _is_place_here(scene: Scene, index: int) -> bool:
    """Whether a word that is a surname too means the place: "in Lima", not "said Lima"."""
    if find_place(scene.tokens[index].text) is None:
        return False
    before = scene.folded[index - 1] if index else ""
    return scene.tokens[index].dep_ not in ("nsubj", "nsubj:pass") or before in reference_words(
        "places", "prepositions"
    )


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
        (start := _widened(scene, entity.start)): (start, _lengthened(scene, entity.end))
        for entity in scene.doc.ents
        if is_personal(scene, entity) and (entity.start, entity.end) not in scene.known_spans
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
    for token in scene.tokens:
        if scene.folded[token.i] in office_words().heralds and token.text[0].isupper():
            yield token.i + 1


def _proper_run_end(scene: Scene, start: int) -> int:
    end = start
    while end < len(scene.tokens) and end - start < _LONGEST:
        token = scene.tokens[end]
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
    while start > 0 and not scene.tokens[start].is_sent_start:
        token = scene.tokens[start - 1]
        is_free = not token.ent_type_ and not scene.at.get(token.i) and token.lower_ not in offices()
        is_joined = "flat" in (token.dep_, scene.tokens[start].dep_)
        if not (token.pos_ == "PROPN" and token.is_title and is_free and is_joined):
            break
        start -= 1
    return start


def _lengthened(scene: Scene, end: int) -> int:
    """Where a name that the model marked ends, the second part of a hyphenated surname included: "al-Ja'afari"."""
    while end + 1 < len(scene.tokens) and scene.tokens[end].text == "-" and scene.tokens[end + 1].text[:1].isupper():
        if scene.tokens[end - 1].whitespace_ or scene.tokens[end].whitespace_:
            break
        end += 2
    return end


def _name_span(scene: Scene, start: int, end: int) -> NameSpan | None:
    words = office_words()
    while end > start and (scene.folded[end - 1] in ("'s", "'", ",", ".") or scene.tokens[end - 1].is_space):
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
        and not scene.tokens[first].is_sent_start
    ):
        first -= 1
    parts = tuple(
        w for t in range(name_start, end) for w in [scene.folded[t].strip("\"“”'()")] if w and w not in ("-", ",", "'")
    )
    return NameSpan(first, name_start, end, parts) if parts else None


def _is_title(scene: Scene, index: int) -> bool:
    """Whether a word is a title or an office rather than part of the name."""
    folded, words = scene.folded[index], office_words()
    following = index + 1 < len(scene.tokens) and scene.tokens[index + 1].text[:1].isupper()
    capital = scene.tokens[index].text[:1].isupper()
    if folded in words.doubtful:
        return following and capital and scene.tokens[index].ent_type_ != "PERSON"
    return (folded in words.titles or folded in words.short or folded in offices()) and following


def _is_other_actor(scene: Scene, span: NameSpan) -> bool:
    return any(
        item.actors and item.start <= span.name_start and item.end >= span.end
        for item in scene.at.get(span.name_start, ())
    )


def _mention(scene: Scene, people: People, span: NameSpan) -> Found | None:
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
        scene.drop(item)  # a state's name inside a person's, such as "Jordan", is no state here
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
