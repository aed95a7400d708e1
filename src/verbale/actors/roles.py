"""Roles: which office in a text is whose, and what it says of the bearer's state and standing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from verbale.actors.offices import is_official, sector_of
from verbale.actors.scene import Found, OfficePhrase, Scene
from verbale.actors.standing import settle_phrases
from verbale.actors.vocabulary import office_words
from verbale.record import Actor, Role

_GAP = 8  # tokens between two names of one list: "(Ambassadors Igor Popov of the Russian Federation, James Warlick …"


def attach_offices(scene: Scene, phrases: list[OfficePhrase], names: list[Found]) -> None:
    """Give every office that stands beside a name to its bearer: before it, after it, or through "is",
    "appointed", "who heads"."""
    starting = {item.start: item for item in names if item.actors}
    ending = {item.end: item for item in names if item.actors}
    _attach_before(scene, phrases, starting, ending)
    apposed = [phrase for phrase in phrases if not _is_joined_in_headline(scene, phrase)]
    _attach_after(scene, apposed, ending)
    for phrase in apposed:
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
    """ "Presidents Tshisekedi and Kagame": a plural office before names is held by each; a country after "of" by
    its own."""
    for phrase in phrases:
        first = starting.get(phrase.end) if phrase.plural else None
        position = phrase.end
        while first is not None:
            give_role(scene, replace(phrase, country=_own_country(scene, first.end) or phrase.country), first.actors[0])
            position = first.end
            limit = position + _GAP
            while (
                position < min(limit, len(scene.tokens))
                and position not in starting
                and not scene.tokens[position].is_sent_start
            ):
                position += 1
            between = scene.folded[first.end : position]
            first = (
                starting.get(position)
                if {",", "and"} & set(between) and not _has_verb(scene, first.end, position)
                else None
            )


def _has_verb(scene: Scene, start: int, end: int) -> bool:
    return any(scene.tokens[i].pos_ in ("VERB", "AUX") for i in range(start, end))


def _own_country(scene: Scene, position: int) -> str | None:
    """The state after a name: "Nikos Kotzias of Greece", "Igor Popov of the Russian Federation", "Erdoğan (Turkey)"."""
    if position >= len(scene.tokens) or scene.folded[position] not in ("of", "for", "("):
        return None
    position += 1
    if position < len(scene.tokens) and scene.folded[position] == "the":
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
    """ "Deputy Minister of X, Ambassador Y": an office before a name, or before an office that stands before it."""
    opens = {item.start: item.actors[0] for item in starting.values()}
    for phrase in reversed(phrases):
        if phrase.plural:
            continue
        after = phrase.end
        if after in opens:
            phrase.person = opens[after]
        elif after + 1 in opens and scene.tokens[after].text == "," and not scene.tokens[after + 1].is_sent_start:
            is_taken = _bearer_before(scene, phrase.start, ending) is not None
            if not is_taken and _closes_apposition(scene, phrase, starting.get(after + 1)):
                phrase.person = opens[after + 1]
        if phrase.person is not None:
            opens[phrase.start] = phrase.person


def _closes_apposition(scene: Scene, phrase: OfficePhrase, name: Found | None) -> bool:
    """Whether "office, Name" is one phrase and not two members of a list or the end of a clause."""
    if name is None:
        return True
    head, other = scene.tokens[phrase.head], scene.head_of(name.start, name.end)
    follows = scene.folded[name.end] if name.end < len(scene.tokens) else ""
    if follows in ("and", "&") and other.dep_ == "conj" and other.head == head:
        return False
    if other.dep_ == "conj" and follows in (",", "."):
        return True
    return (
        other.head.i in range(phrase.start, phrase.end)
        or head.head.i in range(name.start, name.end)
        or (
            phrase.start == 0
            or scene.tokens[phrase.start].is_sent_start
            or scene.folded[phrase.start - 1]
            in ("the", "by", "with", "and", ",", "'s", "his", "her", "its", "their", "our")
        )
    )


def _bearer_before(scene: Scene, start: int, ending: dict[int, Found]) -> str | None:
    """The person whose name ends before an office, past a comma, an age and an article."""
    position = start
    if position > 0 and scene.folded[position - 1] in ("the", "a", "an", "our", "its", "'s", "currently", "also"):
        position -= 1
    if position > 0 and scene.tokens[position - 1].text in (",", "(", "–", "—", "-"):
        position -= 1
        if position in ending:
            return ending[position].actors[0]
        if (
            position > 1
            and scene.tokens[position - 1].like_num
            and scene.tokens[position - 2].text == ","
            and position - 2 in ending
        ):
            return ending[position - 2].actors[0]
    return None


def _is_joined_in_headline(scene: Scene, phrase: OfficePhrase) -> bool:
    """ "Costa, Kenyan Prime Minister Discuss Transit": a headline's comma means "and" where none closes the apposition."""
    if phrase.start == 0 or scene.tokens[phrase.start - 1].text != "," or phrase.end >= len(scene.tokens):
        return False
    return scene.tokens[phrase.end].is_alpha and scene.in_headline(phrase.start)


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


def _by_grammar(scene: Scene, phrase: OfficePhrase) -> str | None:
    head = scene.tokens[phrase.head]
    if head.dep_ == "appos" and (person := scene.person_over(head.head.i)):
        return person
    if head.dep_ == "conj" and head.head.dep_ == "appos" and (person := scene.person_over(head.head.head.i)):
        return person
    for child in head.children:
        if child.dep_ == "appos" and (person := scene.person_over(child.i)):
            return person
    if any(child.dep_ == "cop" for child in head.children):
        return next((p for c in head.children if c.dep_ == "nsubj" for p in [scene.person_over(c.i)] if p), None)
    verb = head.head
    if head.dep_ in ("obj", "xcomp", "obl") and verb.lemma_ in office_words().takes:
        subjects = [
            c
            for c in verb.children
            if c.dep_ in ("nsubj:pass", "obj") or (c.dep_ == "nsubj" and verb.lemma_ == "become")
        ]
        return next((p for c in subjects if c.i != head.i for p in [scene.person_over(c.i)] if p), None)
    return None


def _attach_relative(scene: Scene, names: Iterable[Found]) -> None:
    """ "Ivanov, who heads the agency": a role whose words are the clause."""
    for item in names:
        head = scene.head_of(item.start, item.end)
        clauses = [verb for verb in head.children if verb.dep_ == "acl:relcl" and verb.lemma_ in office_words().holds]
        for verb in clauses if item.actors else ():
            led = next((child for child in verb.children if child.dep_ == "obj"), None)
            body = scene.covering(led.i, "name", "alias", "nominal") if led is not None else None
            if body is not None and len(body.actors) == 1:
                _lead(scene, item.actors[0], scene.actors[body.actors[0]], verb.i, body.end)


def _lead(scene: Scene, person: str, body: Actor, start: int, end: int) -> None:
    official = body.kind in ("government", "igo", "state")
    organisation = None if scene.is_state(body.id) else body.id
    _add_role(
        scene, person, _role(scene, (start, end), organisation=organisation, country=body.country, official=official)
    )
    _fill(scene, person, body.country, body.sector)


def give_role(scene: Scene, phrase: OfficePhrase, person: str) -> None:
    """Record an office of a person, and let it tell the person's country, sector and gender."""
    if phrase.country:
        scene.know(phrase.country)
    scene.add(Found(phrase.start, phrase.end, (person,), "office", role=phrase))
    role = _role(
        scene, (phrase.start, phrase.end), organisation=phrase.organisation, country=phrase.country,
        official=is_official(scene, phrase),
    )  # fmt: skip
    _add_role(scene, person, replace(role, title=phrase.title))
    _fill(scene, person, phrase.country, sector_of(scene, phrase))
    office = scene.folded[phrase.head]
    gender = "m" if office in office_words().male else "f" if office in office_words().female else None
    if gender is not None:
        scene.genders.setdefault(person, gender)


def _role(
    scene: Scene, span: tuple[int, int], *, organisation: str | None, country: str | None, official: bool
) -> Role:
    evidence = scene.evidence(*span)
    return Role(
        title=scene.text(*span), organisation=organisation, country=country, official=official,
        evidence=evidence, quote=scene.quote(evidence),
    )  # fmt: skip


def _add_role(scene: Scene, person: str, role: Role) -> None:
    """Record a role once, however often the text repeats its title."""
    roles = scene.roles.setdefault(person, [])
    if not any(known.title == role.title for known in roles):
        roles.append(role)


def _fill(scene: Scene, person: str, country: str | None, sector: str | None) -> None:
    actor = scene.actors[person]
    scene.actors[person] = replace(actor, country=actor.country or country, sector=actor.sector or sector)
