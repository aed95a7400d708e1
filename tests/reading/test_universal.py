from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from verbale.reading.universal import Word, convert, to_universal

# Each row: words as form/lemma/part of speech/head/ClearNLP relation, then the universal heads and relations.
CASES = [
    pytest.param(
        "He/he/PRON/1/nsubj met/meet/VERB/1/ROOT in/in/ADP/1/prep Baku/Baku/PROPN/2/pobj",
        "1/nsubj 1/root 3/case 1/obl",
        id="preposition-of-verb",
    ),
    pytest.param(
        "talks/talk/NOUN/0/ROOT of/of/ADP/0/prep Oslo/Oslo/PROPN/1/pobj and/and/CCONJ/2/cc Bern/Bern/PROPN/2/conj",
        "0/root 2/case 0/nmod 4/cc 2/conj",
        id="preposition-of-noun-with-coordination",
    ),
    pytest.param(
        "Aid/aid/NOUN/2/nsubjpass was/be/AUX/2/auxpass sent/send/VERB/2/ROOT by/by/ADP/2/agent Lima/Lima/PROPN/3/pobj",
        "2/nsubj:pass 2/aux:pass 2/root 4/case 2/obl:agent",
        id="passive-with-agent",
    ),
    pytest.param(
        "She/she/PRON/1/nsubj is/be/AUX/1/ROOT not/not/PART/1/neg minister/minister/NOUN/1/attr ././PUNCT/1/punct",
        "3/nsubj 3/cop 3/advmod 3/root 3/punct",
        id="copula-with-noun",
    ),
    pytest.param(
        "They/they/PRON/1/nsubj remain/remain/VERB/1/ROOT hopeful/hopeful/ADJ/1/acomp",
        "1/nsubj 1/root 1/xcomp",
        id="other-verb-with-adjective",
    ),
    pytest.param(
        "There/there/PRON/1/expl is/be/VERB/1/ROOT hope/hope/NOUN/1/attr",
        "1/expl 1/root 1/nsubj",
        id="existential",
    ),
    pytest.param(
        "Chad/Chad/PROPN/2/poss 's/'s/PART/0/case envoy/envoy/NOUN/3/nsubj spoke/speak/VERB/3/ROOT",
        "2/nmod:poss 0/case 3/nsubj 3/root",
        id="possessive",
    ),
    pytest.param(
        "left/leave/VERB/0/ROOT after/after/ADP/0/prep signing/sign/VERB/1/pcomp it/it/PRON/2/dobj",
        "0/root 2/mark 0/advcl 2/obj",
        id="preposition-with-clause",
    ),
    pytest.param(
        "came/come/VERB/0/ROOT out/out/ADP/0/prep of/of/ADP/1/prep Mali/Mali/PROPN/2/pobj",
        "0/root 3/case 3/case 0/obl",
        id="two-prepositions",
    ),
    pytest.param(
        "a/a/NOUN/0/ROOT ,/,/PUNCT/0/punct b/b/NOUN/0/conj and/and/CCONJ/2/cc c/c/NOUN/2/conj",
        "0/root 0/punct 0/conj 4/cc 0/conj",
        id="chain-of-three",
    ),
    pytest.param(
        "man/man/NOUN/0/ROOT who/who/PRON/2/nsubj won/win/VERB/0/relcl",
        "0/root 2/nsubj 0/acl:relcl",
        id="relative-clause",
    ),
    pytest.param(
        "sent/send/VERB/0/ROOT Kyiv/Kyiv/PROPN/0/dative aid/aid/NOUN/0/dobj",
        "0/root 0/iobj 0/obj",
        id="indirect-object",
    ),
]  # fmt: skip


def words_of(row: str) -> list[Word]:
    parts = [entry.rsplit("/", 4) for entry in row.split()]
    return [Word(text, lemma, pos, int(head), relation) for text, lemma, pos, head, relation in parts]


@pytest.mark.parametrize(("given", "expected"), CASES)
def test_trees_are_turned(given: str, expected: str) -> None:
    found = to_universal(words_of(given))
    assert " ".join(f"{head}/{relation}" for head, relation in found) == expected


def test_component_rewrites_trees_names_and_voice() -> None:
    vocab = spacy.blank("en").vocab
    doc = Doc(
        vocab,
        words=["Aid", "was", "sent", "by", "Lima", "today"],
        lemmas=["aid", "be", "send", "by", "Lima", "today"],
        pos=["NOUN", "AUX", "VERB", "ADP", "PROPN", "NOUN"],
        heads=[2, 2, 2, 2, 3, 2],
        deps=["nsubjpass", "auxpass", "ROOT", "agent", "pobj", "npadvmod"],
        ents=["O", "O", "O", "O", "B-GPE", "B-CARDINAL"],
    )
    convert(doc)
    assert [(token.dep_, token.head.text) for token in doc][3:5] == [("case", "Lima"), ("obl:agent", "sent")]
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Lima", "GPE")]
    assert doc[2].morph.get("Voice") == ["Pass"]
    assert [token.text for token in doc[2].subtree] == [token.text for token in doc]


def test_every_turned_sentence_is_a_tree() -> None:
    for case in CASES:
        found = to_universal(words_of(str(case.values[0])))
        roots = [at for at, (head, _) in enumerate(found) if head == at]
        assert len(roots) == 1
        for at in range(len(found)):
            climbed = at
            for _ in found:
                climbed = found[climbed][0]
            assert climbed == roots[0]


def test_universal_trees_stay() -> None:
    vocab = spacy.blank("en").vocab
    doc = Doc(vocab, words=["met", "in", "Rome"], heads=[0, 2, 0], deps=["ROOT", "case", "obl"])
    convert(doc)
    assert [(token.head.i, token.dep_) for token in doc] == [(0, "ROOT"), (2, "case"), (0, "obl")]
