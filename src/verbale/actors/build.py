"""From a parsed document to its cast: names, bodies, offices, people, and then whatever refers to them."""

from __future__ import annotations

from spacy.tokens import Doc

from verbale.actors.bodies import find_bodies
from verbale.actors.cast import Cast
from verbale.actors.coreference import resolve
from verbale.actors.institutions import find_institutions
from verbale.actors.names import find_people
from verbale.actors.naming import (
    find_abbreviations,
    find_known,
    find_organisations,
    find_settings,
    mark_abbreviations,
    settle_ambiguous,
)
from verbale.actors.offices import find_offices
from verbale.actors.roles import attach_offices
from verbale.actors.scene import Scene
from verbale.actors.standing import home_of, publisher_of, settle_people
from verbale.actors.voice import voice_of
from verbale.intake.document import Document


def cast_of(document: Document, doc: Doc) -> Cast:
    """Who is in a document: actors with roles and mentions.

    Args:
        document: the document; its publisher's country settles what the text leaves open.
        doc: the parse of `document.reading`, with names.
    """
    scene = Scene.of(document, doc)
    scene.home = home_of(scene)
    scene.publisher = publisher_of(scene)
    find_known(scene)
    settle_ambiguous(scene)
    find_settings(scene)
    open_bodies = find_bodies(scene)
    find_institutions(scene)
    find_organisations(scene)
    mark_abbreviations(scene, find_abbreviations(scene))
    phrases = find_offices(scene)
    names = find_people(scene, phrases)
    attach_offices(scene, phrases, names)
    settle_people(scene)
    scene.speaker = voice_of(scene)
    resolve(scene, phrases, open_bodies)
    return scene.to_cast()
