"""How far content reaches, and how the cues of one sentence share it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from verbale.finding.cue_draft import Draft
from verbale.finding.cue_surface import on_spine, that_after
from verbale.finding.quotes import Quote


def content_around(cue: Token, content: Token, sentence: Span, quotes: Sequence[Quote]) -> tuple[int, int]:
    """Content extent for a clause that stands before, after or around its cue."""
    left, right = _cue_clause(cue, content)
    if content.i > cue.i and content.left_edge.i > left:
        start = max(content.left_edge.i, cue.i + 1)
        start += (
            sentence.doc[start].lower_ in ("that", "how") and sentence.doc[start].dep_ in ("mark", "dep", "advmod")
            if start < sentence.end
            else 0
        )
        end = sentence.end if on_spine(cue) else max(content.right_edge.i + 1, start + 1)
        return start, end
    start = sentence.start if on_spine(cue) or cue.dep_ == "parataxis" else content.left_edge.i
    marks = [token.i for token in sentence if token.text in (";", ":") and not _in_quotes(token, quotes)]
    start = max([start, *(mark + 1 for mark in marks if mark < left and sentence.doc[mark].text == ";")])
    end = min([sentence.end, *(mark for mark in marks if mark > right)])
    if _is_quotation(sentence.doc, start, left, quotes):
        return min(start, left), left
    tail = sentence.doc[right + 1 : min(content.right_edge.i + 1, end)]
    if any(token.is_alpha for token in tail) and not _is_inverted(cue):
        return min(start, left), min(content.right_edge.i + 1, end)
    if on_spine(cue) and _goes_on(sentence.doc[right + 1 : end]):
        return min(start, left), end
    return start, left


def _is_inverted(cue: Token) -> bool:
    """ "…, says the minister, beside a map": words after the speaker tell where he says it."""
    return any(child.dep_ == "nsubj" and child.i > cue.i for child in cue.children)


def _in_quotes(token: Token, quotes: Sequence[Quote]) -> bool:
    return any(quote.start <= token.idx < quote.end for quote in quotes)


def _is_quotation(doc: Doc, start: int, end: int, quotes: Sequence[Quote]) -> bool:
    """Whether one quotation fills the words before a cue, so that what follows the cue is another's."""
    first, last = doc[start].idx, doc[max(start, end - 1)].idx
    return any(
        quote.is_speech and quote.outer_start <= first + 1 and last <= quote.outer_end + 1 and quote.end > first
        for quote in quotes
    )


def _goes_on(rest: Span) -> bool:
    """ "Contractors come, she said, and contracts stay": after the cue a comma and a clause with a subject of its own."""
    if len(rest) < 3 or rest[0].text != ",":
        return False
    return rest[1].tag_ != "VBG" and any(token.dep_ in ("nsubj", "nsubj:pass") for token in rest[1:8])


_ASIDES = frozenset({"acl:relcl", "parataxis"})


def without_aside(doc: Doc, start: int, end: int) -> int:
    """The end of a phrase without what its author adds after a comma: "the airport, which had been closed"."""
    for token in doc[start + 1 : end - 1]:
        if token.text != ",":
            continue
        inside = doc[token.i + 1 : end]
        heads = [word for word in inside if not token.i < word.head.i < end or word.head == word]
        if len(heads) == 1 and heads[0].dep_ in _ASIDES and start <= heads[0].head.i < token.i:
            return int(token.i)
    return end


def _cue_clause(cue: Token, content: Token) -> tuple[int, int]:
    """First and last token of the cue with its subject and helpers, content apart."""
    left, right = cue.i, cue.i
    for child in cue.children:
        if child == content or child.dep_ in ("ccomp", "parataxis", "punct", "conj", "cc"):
            continue
        within = content.left_edge.i <= child.i <= content.right_edge.i and content.i != cue.head.i
        if within and not child.dep_.startswith("nsubj"):
            continue
        left, right = min(left, child.left_edge.i), max(right, child.right_edge.i)
    return left, right


def bounded(sentence: Span, drafts: list[Draft]) -> list[Draft]:
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

    It has no subject of its own, the tense of the first cue, and a "that" clause or a comma and "and" before it; it would
    else make a thing speak.
    """
    verb = sentence.doc[draft.cue[0]]
    if verb.dep_ != "conj" or any(child.dep_.startswith("nsubj") for child in verb.children):
        return draft
    if that_after(verb, sentence) is None and not _is_set_off(verb):
        return draft
    source = sentence.doc[draft.source] if draft.source is not None else None
    if source is not None and (source.ent_type_ or source.pos_ == "PRON") and that_after(verb, sentence) is not None:
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


def _is_set_off(verb: Token) -> bool:
    """ ", and called this a trick": a comma, "and" or "but", and the cue."""
    before = [child for child in verb.lefts if child.dep_ in ("cc", "punct", "advmod")]
    return [child.lower_ for child in before[:2]] in ([",", "and"], [",", "but"]) and before[0].i == verb.left_edge.i


def _shares_rank(cue: Token, following: Token) -> bool:
    head = following.head
    while head.dep_ == "conj" and head != cue:
        head = head.head
    return head == cue


def _takeover(following: Token, start: int) -> int:
    """Where the coordinate cue's clause begins: at its subject or conjunction."""
    edges = [child.left_edge.i for child in following.children if child.i < following.i and child.left_edge.i > start]
    return min([following.i, *edges])


def without_overlap(drafts: list[Draft]) -> list[Draft]:
    """One draft a cue; a draft whose content only repeats another's is dropped."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda item: (item.cue[0], -item.confidence)):
        if any(draft.cue == other.cue or draft.content == other.content for other in kept):
            continue
        kept.append(draft)
    return kept


def on_both_sides(sentence: Span, draft: Draft, quotes: list[Quote]) -> Draft:
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


def cut_at_semicolon(sentence: Span, draft: Draft, quotes: Sequence[Quote]) -> Draft:
    """End content at a semicolon that a clause with a subject of its own follows; that clause becomes the rest.

    After content that stands before its cue ("A, she said; B") a colon cuts too.
    """
    start, end = draft.content
    if draft.frame not in ("clause", "adjunct"):
        return draft
    if start < draft.cue[0]:
        rest = _after_cue(sentence, max(end, draft.cue[1]), quotes) if draft.frame == "clause" else None
        return replace(draft, rest=rest)
    for token in sentence.doc[start:end]:
        if token.text == ";" and _has_subject(sentence.doc[token.i + 1 : end]):
            return replace(draft, content=(start, token.i), rest=(token.i + 1, end))
    return draft


def _after_cue(sentence: Span, start: int, quotes: Sequence[Quote]) -> tuple[int, int] | None:
    for token in sentence.doc[start : sentence.end]:
        if token.text in (";", ":") and not _in_quotes(token, quotes):
            found = (token.i + 1, sentence.end)
            return found if _has_subject(sentence.doc[slice(*found)]) else None
    return None


def _has_subject(words: Span) -> bool:
    return any(item.dep_.startswith("nsubj") for item in words)
