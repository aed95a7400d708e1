"""Battery rows 12 and 13: bytes in many dresses."""

from __future__ import annotations

import pytest

from verbale.intake import load
from verbale.intake.decoding import decode, demojibake

TURKISH = "Bakan Yavuz Selim Kıran, Ulutaş ve Güneş ile görüştü. İki ülke arasındaki ilişkiler çok iyi."
RUSSIAN = "Министр иностранных дел заявил, что переговоры состоятся в сентябре. Стороны обсудили границу."
GREEK = "Ο υπουργός Εξωτερικών δήλωσε ότι οι συνομιλίες θα συνεχιστούν στην Αθήνα τον Σεπτέμβριο."
POLISH = "Minister spraw zagranicznych oświadczył, że rozmowy odbędą się we wrześniu w Łodzi. Będą długie."
UKRAINIAN = "Міністр закордонних справ заявив, що переговори відбудуться у вересні. Сторони обговорили кордон."
FRENCH = "Le ministre des Affaires étrangères a déclaré que l’Élysée était prêt à négocier dès septembre."


@pytest.mark.parametrize("text", [TURKISH, RUSSIAN, GREEK, POLISH, UKRAINIAN, FRENCH])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_are_told_with_and_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (TURKISH, "cp1254"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (GREEK, "cp1253"),
        (UKRAINIAN, "cp1251"),
        (FRENCH, "cp1252"),
        (POLISH, "cp1250"),
    ],
)
@pytest.mark.parametrize("declared", ["utf-8", None])
def test_code_pages_that_call_themselves_utf8_are_read_for_what_they_are(
    text: str, encoding: str, declared: str | None
) -> None:
    decoded = decode(text.encode(encoding), content_type=f"text/plain; charset={declared}" if declared else None)
    assert decoded.text == text
    assert "encoding" in [warning.code for warning in decoded.warnings]


def test_english_with_turkish_names_is_turkish() -> None:
    text = "Deputy Minister Kıran met Ulutaş and Erdoğan in Ankara on Friday, the ministry said."
    assert decode(text.encode("cp1254")).text == text


def test_a_declared_code_page_is_believed_when_the_bytes_agree() -> None:
    text = "Jón Þórðarson og Ýmir Guðmundsson ræddu málið við ráðherra."
    assert decode(text.encode("cp1252"), content_type="text/plain; charset=windows-1252").text == text


def test_one_bad_byte_spoils_one_character() -> None:
    data = "Əliyev Bakıda çıxış etdi. Görüş uğurlu oldu.".encode()
    decoded = decode(data[:20] + b"\xff" + data[20:])
    assert decoded.text.count("\ufffd") == 1
    assert decoded.encoding == "utf-8"
    assert [warning.code for warning in decoded.warnings] == ["replacements"]


def test_mojibake_is_undone_and_recorded() -> None:
    text = "Azərbaycan Respublikasının Xarici İşlər Nazirliyi"
    twice = text.encode("utf-8").decode("latin-1")
    decoded = decode(f"The Ministry ({twice}) said so.\nA clean line.".encode())
    assert text in decoded.text
    assert [warning.code for warning in decoded.warnings] == ["mojibake"]


def test_words_that_only_look_like_mojibake_stay() -> None:
    for word in ("“Âge d’or”", "Ångström", "Ñandú", "naïve — “quoted”", "São Tomé"):
        assert demojibake(word) == word


def test_curly_quotes_and_ligatures_are_the_sources_words() -> None:
    text = "He said: “The ﬁrst oﬀer — ‘fair’ — is ours.”"
    assert decode(text.encode()).text == text


def test_a_string_is_its_own_canonical_text() -> None:
    text = "  The minister said:\r\n\r\n“We AzÉ™rbaycan\u200b welcome\u202e it.” \n"
    assert load(text).text == text


def test_surrogates_and_nul_are_replaced_one_for_one() -> None:
    document = load("He s\ud800id\x00 yes.")
    assert document.text == "He s\ufffdid\ufffd yes."
    assert "control_characters" in [warning.code for warning in document.warnings]


def test_hidden_and_mixed_script_characters_are_flagged() -> None:
    codes = [warning.code for warning in load("President Аliyev\u202e spoke today in Baku.").warnings]
    assert {"hidden_characters", "mixed_script"} <= set(codes)
