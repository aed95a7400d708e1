"""Known names in a text: states, capitals that act, adjectives, organisations, and abbreviations that the text
defines."""

from __future__ import annotations

from spacy.tokens import Span, Token

from verbale.actors.cast import MentionKind
from verbale.actors.folding import fold, kebab
from verbale.actors.gazetteer import Known, find_names, people_of, seat_of
from verbale.actors.places import find as find_place
from verbale.actors.scene import Found, Scene, is_short_form, token_atoms
from verbale.actors.vocabulary import bodies, given_gender, office_words, offices, organisation_sector, reference_words
from verbale.data import read_toml
from verbale.record import Actor

_KINDS: dict[str, MentionKind] = {
    "name": "name", "alias": "alias", "adjective": "adjective", "people": "nominal", "capital": "alias",
    "seat": "alias",
}  # fmt: skip
_SHORTEST_NAME, _LONGEST_NAME = 2, 4  # words of a person's name
_ACTING_DEPS = frozenset({"nsubj", "nsubj:outer", "nsubj:pass", "iobj", "obl:agent"})


def find_known(scene: Scene) -> None:
    """Enter every known name of the tables as a mention."""
    stream, words, tokens, starts, ends = token_atoms(scene.tokens)
    shouting = _shouting_sentences(scene)
    part: set[int] = set()
    for first, last, known in find_names(stream, starts, ends, words):
        start, end = tokens[first], tokens[last - 1] + 1
        if end - start > 1:
            scene.known_spans.add((start, end))
        if (
            known.exact
            and scene.sentence_of[start] in shouting
            and scene.folded[start] in reference_words("generic_names", "small")
        ):
            continue
        if known.form == "adjective" and start and scene.folded[start - 1] in reference_words("regional", "words"):
            continue  # "Latin American": a part of the world, unless the whole is a state's name and was found as such
        if start in part or _names_a_people(scene, end, known):
            part.add(end)  # neither word of "Bosnian Serbs" is a state
        elif not _belongs_to_other_name(scene, start, end, known):
            _enter(scene, start, end, known)


def _names_a_people(scene: Scene, end: int, known: Known) -> bool:
    """Whether an adjective only tells which part of another people is meant: "Greek Cypriots", "Bosnian Serbs"."""
    if known.form not in ("adjective", "people") or end >= len(scene.tokens):
        return False
    following = people_of(scene.folded[end])
    return following is not None and following != known.actor


def _shouting_sentences(scene: Scene) -> set[int]:
    """Sentences in capitals, where "US" and "WHO" may be ordinary words."""
    return {number for number, sentence in enumerate(scene.doc.sents) if sentence.text.isupper() and len(sentence) > 4}


def _belongs_to_other_name(scene: Scene, start: int, end: int, known: Known) -> bool:
    """Whether the words are part of a person's name, or a capital inside the name of something else."""
    if known.form in ("capital", "seat") and end - start == 1 and scene.folded[start] in scene.surnames:
        return not start or scene.folded[start - 1] not in reference_words("places", "prepositions")
    entity = scene.entities.get(start)
    if entity is None:
        return False
    longer = entity.end - entity.start > end - start
    if entity.label_ == "PERSON":
        return longer and known.form != "adjective"
    if known.form in ("capital", "seat"):
        return longer and entity.label_ in ("EVENT", "LAW", "FAC", "LOC", "GPE", "ORG")
    return longer and entity.label_ == "GPE" and known.form in ("name", "alias") and not _is_official_name(entity)


def _is_official_name(entity: Span) -> bool:
    return " of " in entity.text or entity.text.lower().startswith("the ")


def _enter(scene: Scene, start: int, end: int, known: Known) -> None:
    if known.form == "ambiguous":
        scene.add(Found(start, end, (), "name", form="ambiguous"))
        return
    if known.form in ("capital", "seat") and not acts(scene.head_of(start, end), place=known.form == "capital"):
        return
    scene.add(Found(start, end, (scene.know(known.actor),), _KINDS[known.form], form=known.form))


def acts(token: Token, *, place: bool) -> bool:
    """Whether a place name stands for those who rule there: as subject, possessor, or party between or with others.

    Args:
        token: head of the name.
        place: the name is mainly a place's (a capital); a palace's name needs less.
    """
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    if token.dep_ in ("compound", "flat", "appos", "nmod:desc", "list", "nmod:unmarked"):
        return not place and token.dep_ == "compound"
    cases = {part.lower_ for child in token.children if child.dep_ == "case" for part in (child, *child.children)}
    if "according" in cases or not cases & reference_words("places", "prepositions"):
        return "according" in cases or _is_party(token, cases) or not place
    return False


def _is_party(token: Token, cases: set[str]) -> bool:
    if token.dep_ in _ACTING_DEPS:
        is_predicate = any(child.dep_ == "cop" for child in token.head.children)
        return not is_predicate or token.head.pos_ == "ADJ"  # "Kyiv was quick to deny it", but "Kyiv is the capital"
    if token.dep_ == "obj":
        return token.head.lemma_ not in reference_words("places", "verbs")
    return token.dep_ == "nmod:poss" or bool(cases & reference_words("places", "parties"))


def find_settings(scene: Scene) -> None:
    """Note the capitals in which something is said to be, with their states: "in Maseru"."""
    for entity in scene.doc.ents:
        seat = seat_of(entity.text) if entity.label_ == "GPE" and entity.start else None
        if seat is not None and scene.folded[entity.start - 1] == "in":
            scene.seats.append((entity.start, seat))


def settle_ambiguous(scene: Scene) -> None:
    """Tie "Korea", "Congo", "Georgia" to a state where the rest of the text does so; else leave them open with a
    warning."""
    table = read_toml("ambiguous")
    named = [actor for actor in scene.actors if actor in {c for cs in table["candidates"].values() for c in cs}]
    words = set(scene.folded)
    for item in scene.found:
        if item.form != "ambiguous":
            continue
        name = fold(scene.text(item.start, item.end))
        candidates = [c for c in table["candidates"][name] if c]
        against = words & set(table["against"].get(name, ()))
        likely = [c for c in candidates if c in named] or [table["prefer"].get(name)]
        if len(likely) == 1 and likely[0] and (not against or likely[0] in named):
            item.actors = (scene.know(likely[0]),)
            item.kind = "name" if name in ("georgia", "korea", "congo", "the congo") else "adjective"
        else:
            scene.warn(
                "ambiguous-name", f"{scene.text(item.start, item.end)!r} may mean several states", item.start, item.end
            )


def find_organisations(scene: Scene) -> None:
    """Enter organisations that the model marked and no table knows, as actors of their own."""
    for entity in scene.doc.ents:
        if entity.label_ != "ORG" or is_personal(scene, entity):
            continue
        start, end = _trimmed(scene, entity)
        if start >= end or _is_bracketed(scene, start, end) or _is_generic(scene, start, end):
            continue
        if not any(item.start <= start and item.end >= end for item in scene.at.get(start, ())):
            scene.add(Found(start, end, (_organisation(scene, start, end),), "name"))


def _is_bracketed(scene: Scene, start: int, end: int) -> bool:
    """Whether a name stands alone in brackets: the short form of whatever stands before, which need be no body."""
    return (
        start > 0 and end < len(scene.tokens) and scene.tokens[start - 1].text == "(" and scene.tokens[end].text == ")"
    )


def _is_generic(scene: Scene, start: int, end: int) -> bool:
    """Whether words that the model took for a name are only states and common nouns of offices, or a known place."""
    common = office_words().fields | bodies().keys() | offices().keys() | reference_words("generic_names")
    states = {index for index in range(start, end) for item in scene.at.get(index, ()) if _is_state(scene, item)}
    is_common = all(scene.folded[index] in common or index in states for index in range(start, end))
    name = scene.text(start, end)
    if scene.folded[end - 1] in reference_words("generic_names", "no_body") or scene.tokens[end - 1].pos_ == "ADJ":
        return True
    return is_common or not any(c.isupper() for c in name) or find_place(name) is not None


def _trimmed(scene: Scene, entity: Span) -> tuple[int, int]:
    start, end = entity.start, entity.end
    while start < end and (scene.folded[start] == "the" or scene.tokens[start].is_punct):
        start += 1
    while end > start and (scene.tokens[end - 1].is_punct or scene.folded[end - 1] in ("'s", "'")):
        end -= 1
    return start, end


def _organisation(scene: Scene, start: int, end: int) -> str:
    name = scene.text(start, end)
    inside = (item for index in range(start, end) for item in scene.at.get(index, ()))
    country = next((item.actors[0] for item in inside if _is_state(scene, item)), None)
    sector = organisation_sector(name)
    kind = "group" if sector == "REB" else "organisation"
    return scene.enter(
        Actor(id=f"org:{kebab(name)}", kind=kind, name=name, country=country, sector=sector, wikidata=None)  # type: ignore[arg-type]
    )


def _is_state(scene: Scene, item: Found) -> bool:
    return len(item.actors) == 1 and scene.actors[item.actors[0]].kind in ("state", "disputed")


def is_personal(scene: Scene, entity: Span) -> bool:
    """Whether a name is a person's: marked so, or marked as a body's but made of a given name and one to three more."""
    if entity.label_ != "ORG":
        return bool(entity.label_ == "PERSON")
    words = tuple(scene.folded[entity.start : entity.end])
    if not _SHORTEST_NAME <= len(words) <= _LONGEST_NAME or given_gender(words[:1]) is None:
        return False
    return all(token.pos_ == "PROPN" for token in entity) and organisation_sector(" ".join(words)) is None


def find_abbreviations(scene: Scene) -> dict[str, str]:
    """Abbreviations that the text defines in brackets after a body's name ("SAM" → its id); the longest name counts."""
    longest: dict[int, Found] = {}
    for item in scene.found:
        if item.kind in ("name", "alias", "nominal") and len(item.actors) == 1:
            known = longest.get(item.end)
            if known is None or item.start < known.start:
                longest[item.end] = item
    defined = {}
    for end, item in longest.items():
        short = _bracketed(scene, end)
        if short is not None and is_short_form(short):
            defined[short] = item.actors[0]
    return defined


def _bracketed(scene: Scene, index: int) -> str | None:
    """The words in brackets that start at a token, no more than four."""
    if index >= len(scene.tokens) or scene.tokens[index].text not in ("(", "["):
        return None
    for end in range(index + 2, min(index + 6, len(scene.tokens))):
        if scene.tokens[end].text in (")", "]"):
            return str(scene.doc[index + 1 : end].text)
    return None


def mark_abbreviations(scene: Scene, defined: dict[str, str]) -> None:
    """Enter every later use of a defined abbreviation."""
    by_first: dict[str, list[tuple[list[str], str]]] = {}
    for short, actor in defined.items():
        words = [token for token in short.split() if token]
        by_first.setdefault(words[0], []).append((words, actor))
    for token in scene.tokens:
        for words, actor in by_first.get(token.text, ()):
            end = token.i + len(words)
            if [t.text for t in scene.tokens[token.i : end]] == words:
                _replace(scene, token.i, end, actor)


def _replace(scene: Scene, start: int, end: int, actor: str) -> None:
    """An abbreviation of the text outranks what the tables or the model made of the same words."""
    same = [item for item in scene.at.get(start, ()) if item.start == start and item.end == end]
    if same:
        same[0].actors = (actor,)
    elif not any(
        item.start <= start and item.end >= end and item.actors == (actor,) for item in scene.at.get(start, ())
    ):
        scene.add(Found(start, end, (actor,), "alias"))
