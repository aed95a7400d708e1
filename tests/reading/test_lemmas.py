from __future__ import annotations

import pytest

from verbale.reading.lemmas import lemma

CASES = """
said VERB VBD say | met VERB VBD meet | urged VERB VBD urge | stressed VERB VBD stress
underlined VERB VBD underline | hoping VERB VBG hope | stopped VERB VBD stop | controlled VERB VBN control
called VERB VBD call | agreed VERB VBD agree | visited VERB VBD visit | reiterated VERB VBD reiterate
condemning VERB VBG condemn | carries VERB VBZ carry | accuses VERB VBZ accuse | pushes VERB VBZ push
tried VERB VBD try | died VERB VBD die | lying VERB VBG lie | withdrew VERB VBD withdraw
held VERB VBN hold | is AUX VBZ be | 've AUX VBP have | ca AUX MD can
wo AUX MD will | 's AUX VBZ be | has VERB VBZ have | making VERB VBG make
clashed VERB VBD clash | occupied VERB VBN occupy | countries NOUN NNS country | statements NOUN NNS statement
losses NOUN NNS loss | men NOUN NNS man | crises NOUN NNS crisis | servicemen NOUN NNS serviceman
analyses NOUN NNS analysis | boxes NOUN NNS box | forces NOUN NNS force | news NOUN NN news
1990s NOUN NNS 1990s | NATO NOUN NN NATO | him PRON PRP he | them PRON PRP they
these DET DT this | an DET DT a | better ADJ JJR good | larger ADJ JJR large
biggest ADJ JJS big | easier ADJ JJR easy | worst ADJ JJS bad | n't PART RB not
Armenian ADJ JJ Armenian | States PROPN NNPS States | Quickly ADV RB quickly
"""


@pytest.mark.parametrize(
    "case", [case.split() for line in CASES.split("\n") for case in line.split("|") if case.split()]
)
def test_base_forms(case: list[str]) -> None:
    word, upos, xpos, expected = case
    assert lemma(word, upos, xpos) == expected
