"""Offices in a text: the noun phrases that say what somebody is, with the state and the body that they name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from verbale.actors.folding import fold
from verbale.actors.scene import Found, OfficePhrase, Scene
from verbale.actors.vocabulary import Office, office_words, offices, title_words
from verbale.record import Actor

_NOMINAL = frozenset({"ADJ", "NOUN", "PROPN", "NUM"})
_WIDEST = 24  # tokens of one prepositional phrase of a title; longer ones are no longer titles
_AGENT_KINDS = frozenset({"government", "igo", "organisation", "group"})


def find_offices(scene: Scene) -> list[OfficePhrase]:
    """Every office phrase of the text, in order, without overlap."""
    phrases: list[OfficePhrase] = []
    position = 0
    while position < len(scene.tokens):
        match = _office_at(scene, position)
        if match is None or not _is_office_use(scene, position, position + match[0]):
            position += 1
            continue
        further = _further_head(scene, position + match[0])
        if further is not None:
            position = further
            continue
        phrase = _phrase(scene, position, position + match[0], match[1])
        if phrases and phrases[-1].end > phrase.start:
            phrase.start = max(phrase.start, phrases[-1].end)
        phrases.append(phrase)
        position = max(phrase.end, position + match[0])
    return phrases


def _further_head(scene: Scene, index: int) -> int | None:
    """Where a later noun of the same compound is the real head: "Chief Cabinet Secretary" is a secretary."""
    words = office_words()
    position = index
    while position < min(index + 4, len(scene.tokens)) and not scene.tokens[position].is_sent_start:
        if scene.tokens[position].ent_type_ == "PERSON":
            return None
        match = _office_at(scene, position)
        if match is not None and _is_office_use(scene, position, position + match[0]):
            return position
        if scene.folded[position] not in words.before:
            return None
        position += 1
    return None


def is_official(scene: Scene, phrase: OfficePhrase) -> bool:
    """Whether its holder acts for a state, a government or an international body."""
    if phrase.former or phrase.standing == "private":
        return False
    body = scene.actors.get(phrase.organisation) if phrase.organisation else None
    if body is not None:
        return body.kind in ("government", "igo", "state", "disputed") or (
            phrase.standing == "public" and body.sector not in title_words("private_sectors")
        )
    return phrase.standing == "public" or phrase.country is not None or bool(phrase.words & title_words("of_state"))


def sector_of(scene: Scene, phrase: OfficePhrase) -> str:
    """PLOVER sector of the holder: that of the body for chairs and chiefs, ELI for former officials."""
    if phrase.former and phrase.standing != "private":
        return "ELI"
    body = scene.actors.get(phrase.organisation) if phrase.organisation else None
    if body is not None and body.sector and phrase.standing == "body":
        return body.sector
    return phrase.sector


def _phrase(scene: Scene, first: int, last: int, office: Office) -> OfficePhrase:
    start = _left(scene, first)
    end = _right(scene, last, fold(scene.text(first, last)))
    title_start = start + (scene.folded[start] in ("the", "a", "an", "our", "its", "his", "her", "their"))
    country, organisation = _belonging(scene, start, first, last, end)
    inner = scene.folded[start:end]
    return OfficePhrase(
        start=start, end=end, head=last - 1, title=scene.text(title_start, end),
        words=_content_words(scene, start, end),
        standing=office.standing, sector=office.sector, country=country, organisation=organisation,
        plural=fold(scene.tokens[last - 1].text) not in _singular_heads(),
        former=bool(set(inner[: first - start]) & office_words().ended), definite=_is_definite(scene, start),
    )  # fmt: skip


def _content_words(scene: Scene, start: int, end: int) -> frozenset[str]:
    skip = {"the", "of", "for", "and", "a", "an", "'s", "at", "to", "in", "-", ",", "its"}
    return frozenset(word for word in scene.folded[start:end] if word not in skip)


def _is_definite(scene: Scene, start: int) -> bool:
    return (
        scene.folded[start - 1] not in ("a", "an", "any", "some", "every", "no", "each", "another") if start else True
    )


def _office_at(scene: Scene, index: int) -> tuple[int, Office] | None:
    best = None
    for words, office in _heads().get(scene.folded[index], ()):
        if scene.folded[index : index + len(words)] == words and (best is None or len(words) > best[0]):
            best = (len(words), office)
    return best


def _is_office_use(scene: Scene, first: int, last: int) -> bool:
    """Whether the words are a noun here ("head of", not "they head for"), and no part of a body's name."""
    head = scene.tokens[last - 1]
    if head.ent_type_ == "PERSON" and head.ent_iob_ == "I" and scene.folded[first - 1] not in offices():
        return False
    if head.pos_ not in ("NOUN", "PROPN") and not (head.is_title and head.pos_ == "ADJ"):
        return False
    if (
        scene.folded[first] == "general"
        and first + 1 < len(scene.tokens)
        and scene.folded[first + 1] in title_words("not_after_general")
    ):
        return False
    following = scene.tokens[last] if last < len(scene.tokens) else None
    if (
        following is not None
        and head.dep_ == "compound"
        and head.head.i == last
        and following.pos_ == "NOUN"
        and following.text.islower()
    ):
        return scene.folded[last] in offices()
    after = scene.folded[last] if last < len(scene.tokens) else ""
    if after in ("'s", "'") and scene.folded[min(last + 1, len(scene.tokens) - 1)] == "office":
        return False
    item = scene.covering(first, "name", "alias", "nominal")
    return item is None or item.end == last or item.end - item.start <= last - first


def _left(scene: Scene, first: int) -> int:
    """Where the title starts: past ranks, fields, states, bodies and possessives."""
    words = office_words()
    position = first
    while position > 0 and not scene.tokens[position].is_sent_start:
        before = position - 1
        folded = scene.folded[before]
        item = _name_ending_at(scene, position)
        if item is not None and item.start < position:
            position = item.start
        elif (
            (folded in ("'s", "'") and _name_ending_at(scene, before) is not None)
            or (folded in words.before and (scene.tokens[before].pos_ != "VERB" or scene.tokens[before].is_title))
            or (
                folded in ("-", "and", "&")
                and before > 0
                and scene.folded[before - 1] in words.before
                and position < first
            )
            or (scene.tokens[before].ent_type_ in ("GPE", "NORP", "ORG") and scene.tokens[before].ent_iob_ != "")
        ):
            position = before
        else:
            break
    while position < first and scene.folded[position] in ("-", "and", "&", "'s"):
        position += 1
    return position


def _name_ending_at(scene: Scene, end: int) -> Found | None:
    here = [item for item in scene.at.get(end - 1, ()) if item.end == end and item.actors and item.kind != "office"]
    persons = [item for item in here if scene.actors[item.actors[0]].kind == "person"]
    return max((item for item in here if item not in persons), key=lambda item: item.end - item.start, default=None)


def _right(scene: Scene, last: int, office: str) -> int:
    """Where the title ends: past "of the …", "for …", "at …", "to …" that belong to it."""
    words = office_words()
    end = last
    while end + 1 < len(scene.tokens) and scene.folded[end] in words.lead and not scene.tokens[end].is_sent_start:
        if scene.folded[end] in ("to", "in", "on", "with", "from", "within") and not _takes(scene, end, office):
            break
        stop = _noun_phrase_end(scene, end + 1)
        if stop == end + 1:
            break
        end = stop
    return end


def _takes(scene: Scene, index: int, office: str) -> bool:
    """Whether "to X", "in X", "on X" after an office belongs to it: envoys are sent, analysts study."""
    preposition = scene.folded[index]
    if scene.tokens[min(index + 1, len(scene.tokens) - 1)].ent_type_ == "DATE":
        return False
    if preposition in ("to", "on"):
        return office in office_words().sent and scene.tokens[index].pos_ == "ADP"
    return (
        preposition in ("in", "with", "from", "within")
        and _is_capital(scene, index + 1)
        and office in office_words().sent
    )


def _is_capital(scene: Scene, index: int) -> bool:
    while index < len(scene.tokens) and scene.folded[index] in ("the", "a"):
        index += 1
    return index < len(scene.tokens) and scene.tokens[index].text[:1].isupper()


def _noun_phrase_end(scene: Scene, index: int) -> int:
    """The end of the noun phrase at `index`; `index` itself when there is none or a person's name stands there."""
    position, end = index, index
    limit = min(index + _WIDEST, len(scene.tokens))
    while position < limit:
        token, folded = scene.tokens[position], scene.folded[position]
        if (token.is_sent_start and position > index) or (
            token.ent_type_ in ("PERSON", "DATE") and not _inside_body(scene, position)
        ):
            break
        if token.text == "," and _lists_fields(scene, position):
            position += 1
            continue
        if token.pos_ in _NOMINAL or folded in ("'s", "'") or (token.text == "," and _inside_body(scene, position)):
            if (
                end > index
                and _office_at(scene, position)
                and not _inside_body(scene, position)
                and scene.folded[position - 1] in ("and", "the")
            ):
                break
            end = position + 1
        elif not (
            token.pos_ == "DET"
            or folded in ("the", "-", "/", "&")
            or (folded == "and" and _joins_names(scene, position))
        ):
            if not (_inside_body(scene, position) or (token.pos_ == "ADP" and _inside_body(scene, position))):
                break
            end = position + 1
        position += 1
    return end


def _lists_fields(scene: Scene, index: int) -> bool:
    """Whether a comma stands in a ministry's name: "Economy, Trade and Industry"."""
    fields = office_words().fields
    if index + 2 >= len(scene.tokens) or scene.folded[index - 1] not in fields or scene.folded[index + 1] not in fields:
        return False
    return any(
        scene.folded[i] in ("and", "&", ",") and scene.folded[i + 1] in fields
        for i in range(index + 2, min(index + 5, len(scene.tokens) - 1))
    )


def _joins_names(scene: Scene, index: int) -> bool:
    """Whether "and" goes on with the same name: "Foreign Affairs and Trade", "foreign and security policy"."""
    if _inside_body(scene, index):
        return True
    following = index + 1
    while following < len(scene.tokens) and scene.tokens[following].pos_ in ("DET", "ADJ"):
        following += 1
    if following >= len(scene.tokens) or scene.tokens[following].ent_type_ == "PERSON" or _office_at(scene, following):
        return False
    before, after = scene.tokens[index - 1], scene.tokens[index + 1]
    fields = office_words().fields
    return (
        scene.folded[index - 1] in fields or scene.folded[index + 1] in fields
    ) and before.is_title == after.is_title


def _inside_body(scene: Scene, index: int) -> bool:
    return any(
        item.start < index < item.end and item.actors and scene.actors[item.actors[0]].kind in _AGENT_KINDS
        for item in scene.at.get(index, ())
    ) or (scene.tokens[index].ent_type_ == "ORG" and scene.tokens[index].ent_iob_ == "I")


def _belonging(scene: Scene, start: int, first: int, last: int, end: int) -> tuple[str | None, str | None]:
    """The state and the body that a title names."""
    left = list(_inside(scene, start, first))
    right = list(_inside(scene, last, end))
    organisation = next((a.id for _, a in (*reversed(left), *right) if a.kind in _AGENT_KINDS), None)
    state = next((a.id for _, a in left if a.kind in ("state", "disputed")), None)
    if state is None:
        state = next((a.id for i, a in right if a.kind in ("state", "disputed") and _owns(scene, i, last)), None)
    if state is None and organisation:
        state = scene.actors[organisation].country
    if state is not None and state.startswith("disputed:"):
        state = None
    return state, organisation


def _inside(scene: Scene, start: int, end: int) -> Iterator[tuple[Found, Actor]]:
    """Mentions inside a stretch, the longest ones only, with their actor."""
    position = start
    while position < end:
        here = [i for i in scene.at.get(position, ()) if i.start >= start and i.end <= end and len(i.actors) == 1]
        item = max(here, key=lambda i: i.end - i.start, default=None)
        if item is not None:
            yield item, scene.actors[item.actors[0]]
        position = item.end if item else position + 1


def _owns(scene: Scene, item: Found, last: int) -> bool:
    """Whether a state after an office is the one served: after "of" or "for", or as an adjective there; not after
    "to"."""
    position = item.start - 1
    while position >= last and (scene.folded[position] == "the" or scene.tokens[position].pos_ in _NOMINAL):
        position -= 1
    return (position >= last - 1 and scene.folded[position] in ("of", "at", "'s", "and", ",")) or (
        scene.folded[position] == "for" and fold(scene.tokens[last - 1].text) not in office_words().sent
    )


@cache
def _singular_heads() -> frozenset[str]:
    return frozenset(name.replace("-", " ").split()[-1] for name in offices()) | frozenset(office_words().short)


@cache
def _heads() -> dict[str, list[tuple[list[str], Office]]]:
    table: dict[str, list[tuple[list[str], Office]]] = {}
    for name, office in offices().items():
        words = name.replace("-", " - ").replace("'", " '").split()
        table.setdefault(words[0], []).append((words, office))
    for name, office in offices().items():
        if not name.endswith(("s", "man", "men", "chief of staff")):
            words = (
                (name[:-1] + "ies" if name.endswith("y") else name + "s").replace("-", " - ").replace("'", " '").split()
            )
            table.setdefault(words[0], []).append((words, office))
    for short, name in office_words().short.items():
        table.setdefault(short, []).append(([short], offices()[name]))
    return table
