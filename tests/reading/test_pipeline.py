"""The shipped model on sentences of our own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from verbale.errors import PipelineError
from verbale.reading import annotate, load_pipeline, model_card

REPORT = (
    "Talks on transit\n\n"
    "The foreign minister of Kenya, Amina Mohamed, said on Friday that Nairobi would open the border with Somalia. "
    'She added that "traders have waited long enough".\n\n'
    "The two sides signed an agreement worth $20 million."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline(threads=2)


def read(nlp: Language, text: str) -> Doc:
    return next(annotate(nlp, [text]))


def assert_forest(doc: Doc) -> None:
    for sentence in doc.sents:
        assert sum(token.head == token for token in sentence) == 1
        assert all(sentence.start <= token.head.i < sentence.end for token in sentence)


def test_sentences_tags_trees_names_and_lemmas(nlp: Language) -> None:
    doc = read(nlp, REPORT)
    assert [sentence[0].text for sentence in doc.sents] == ["Talks", "The", "She", "The"]
    said = next(token for token in doc if token.text == "said")
    assert (said.pos_, said.tag_, said.lemma_, said.head) == ("VERB", "VBD", "say", said)
    assert said.morph.get("Tense", []) == ["Past"]
    assert {token.text for token in said.children if token.dep_ == "nsubj"} == {"minister"}
    names = {(name.text, name.label_) for name in doc.ents}
    assert {("Kenya", "GPE"), ("Amina Mohamed", "PERSON"), ("Somalia", "GPE"), ("$20 million", "MONEY")} <= names


def test_speech_is_attributed(nlp: Language) -> None:
    doc = read(nlp, REPORT)
    said = [part for part in doc._.attribution if part.cue and doc[part.cue[0]].text == "said"]
    assert [doc[slice(*part.content)].text for part in said] == ["Nairobi would open the border with Somalia"]
    assert [doc[slice(*part.source)].text for part in said if part.source] == [
        "The foreign minister of Kenya, Amina Mohamed"
    ]
    assert {span.text for span in doc.spans["cue"]} >= {"said", "added"}


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "\n", "Hi", "a\r\n\r\nb", "  led by blanks \n\n", "....", "\u2029"),
        *("\x00\x01", "\u200b", "\ufeffOne."),
        *("\U0001f44d\U0001f44d", "e\u0301te\u0301", "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd"),
    ],
)  # fmt: skip
def test_odd_texts_are_read(nlp: Language, text: str) -> None:
    doc = read(nlp, text)
    assert doc.text == text
    assert_forest(doc)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=120))
@settings(deadline=None, max_examples=60)
def test_any_text_is_kept_and_parsed(text: str) -> None:
    doc = read(load_pipeline(threads=2), text)
    assert doc.text == text
    assert_forest(doc)


def test_no_sentence_crosses_a_paragraph(nlp: Language) -> None:
    text = "The minister said that the two countries will sign the accord"
    offsets = [0, text.index("that"), text.index("sign")]
    (doc,) = annotate(nlp, [(text, offsets)])
    assert {sentence.start_char for sentence in doc.sents} >= set(offsets)


def test_company_changes_nothing(nlp: Language) -> None:
    texts = [REPORT, "Short.", REPORT[::-1], "Oslo welcomed the decision of the court.\n\nIt did not say more."]
    alone = [read(nlp, text).to_json() for text in texts]
    together = [doc.to_json() for doc in annotate(nlp, texts)]
    assert alone == together


def test_sentences_longer_than_any_window_are_trees(nlp: Language) -> None:
    text = "the envoys of many states and their aides met again and again in the old town , " * 120
    doc = read(nlp, text)
    assert doc.text == text
    assert_forest(doc)


def test_parts_of_an_overlong_sentence_hang_together(nlp: Language) -> None:
    (doc,) = annotate(nlp, ["and then " * 500])
    assert_forest(doc)


def test_unknown_pipeline_says_what_to_do() -> None:
    with pytest.raises(PipelineError, match="spacy download"):
        load_pipeline("no_such_pipeline")


def test_a_pipeline_without_a_parser_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "bare")
    with pytest.raises(PipelineError, match="has no parser"):
        load_pipeline(str(tmp_path / "bare"))


def test_import_is_light() -> None:
    code = "import sys, verbale.reading; print(any(name in sys.modules for name in ('spacy', 'onnxruntime', 'numpy')))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"


def test_card_tells_data_and_scores() -> None:
    card = model_card()
    for word in ("EWT", "GUM", "CC BY-SA", "LAS", "Limits"):
        assert word in card


def test_a_lone_quotation_mark_is_no_sentence(nlp: Language) -> None:
    doc = read(nlp, '"We trust our partners," the minister told reporters.\n\n"We do not," said his deputy.')
    assert all(any(token.is_alpha for token in sentence) for sentence in doc.sents)
