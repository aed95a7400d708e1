"""The text of a document with its evidence marked: colours where there are any, and marks that read without."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from verbale.record import Evidence, Record
from verbale.show.names import name_of
from verbale.show.safe import safe

_STYLES = {
    "statement": "on grey19", "event": "bold yellow", "figure": "bold magenta", "cue": "underline", "actor": "cyan",
    "date": "blue",
}  # fmt: skip
_MARK = "reverse dim"


def marked_text(record: Record) -> Text:
    """The whole text with statements shaded and marked `[s1 Speaker: … ]`, event triggers `‹e1›`, figures, cues and
    names."""
    text = record.document.text
    styles = sorted(_styled(record))
    marks = sorted(_marks(record))
    cuts = sorted({0, len(text), *(edge for span, _ in styles for edge in span), *(place for place, _, _ in marks)})
    result = Text()
    pending = iter([*marks, (len(text) + 1, 0, "")])
    mark = next(pending)
    active: list[tuple[Evidence, str]] = []
    waiting = iter(styles)
    coming = next(waiting, None)
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        while mark[0] <= start:
            result.append(mark[2], style=_MARK)
            mark = next(pending)
        while coming is not None and coming[0][0] <= start:
            active.append(coming)
            coming = next(waiting, None)
        active = [item for item in active if item[0][1] > start]
        result.append(safe(text[start:end], one_line=False), style=" ".join(style for _, style in active))
    return result


def _styled(record: Record) -> Iterator[tuple[Evidence, str]]:
    for statement in record.statements:
        yield statement.evidence, _STYLES["statement"]
        if statement.cue:
            yield statement.cue.evidence, _STYLES["cue"]
    for event in record.events:
        yield event.trigger, _STYLES["event"]
    for figure in record.figures:
        yield figure.evidence, _STYLES["figure"]
    for actor in record.actors:
        yield from ((mention, _STYLES["actor"]) for mention in actor.mentions)


def _marks(record: Record) -> Iterator[tuple[int, int, str]]:
    """Marks with their places; at one place, ends come before beginnings."""
    for statement in record.statements:
        start, end = statement.evidence
        yield start, 1, f"[{statement.id} {name_of(record, statement.speaker)}: "
        yield end, 0, "]"
    for event in record.events:
        yield event.trigger[1], 0, f"‹{event.id}›"
