"""Messages, mailboxes, attachments."""

from __future__ import annotations

import contextlib
import email.message
import email.policy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.making import gathered, opened, page_of, pdf_of, texts, within, zip_of
from verbale.errors import EmptyInput, InputError, MalformedInput
from verbale.intake import Document, Given, load
from verbale.intake.mail import attachments, read_mail


def message(
    text: str | None = "The minister said “no”.", html: str | None = None, **headers: str
) -> email.message.EmailMessage:
    made = email.message.EmailMessage(policy=email.policy.SMTP)
    usual = {
        "From": "A Desk <a@example.org>",
        "To": "b@example.org",
        "Subject": "Bakan “hayır” dedi",
        "Date": "Wed, 16 Sep 2020 23:30:00 -0400",
        "Message-ID": "<1@x>",
    }
    for name, value in {**usual, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
        made[name] = value
    if text is not None:
        made.set_content(text)
    if html is not None:
        (made.add_alternative if text is not None else made.set_content)(html, subtype="html")
    return made


def test_subject_date_and_text() -> None:
    document = load(bytes(message()))
    assert (document.text.strip(), document.title, document.publisher) == (
        "The minister said “no”.",
        "Bakan “hayır” dedi",
        None,
    )
    assert document.published is not None
    assert document.published.date == "2020-09-16"


@pytest.mark.parametrize(
    ("headers", "publisher"),
    [
        ({"List_Id": '"UN News" <news.example.org>'}, "UN News"),
        ({"List_Unsubscribe": "<mailto:x@example.org>"}, "A Desk"),
        ({"Precedence": "bulk"}, "A Desk"),
        ({"Precedence": "first-class"}, None),
        ({"List_Id": "<news.example.org>"}, None),
    ],
)
def test_a_mailing_has_a_publisher_and_a_persons_mail_has_none(headers: dict[str, str], publisher: str | None) -> None:
    assert read_mail(bytes(message(**headers))).publisher == publisher


def test_plain_text_goes_before_html_unless_it_only_points_to_it() -> None:
    html = page_of("Trade").replace("</body>", "<p>And so on, said the minister to the press.</p>" * 60 + "</body>")
    assert "hayır" not in load(bytes(message("He said no. " * 30, html))).text
    assert load(bytes(message("See the HTML.", html))).text.startswith("Trade")
    assert load(bytes(message(None, html))).text.startswith("Trade")
    assert load(bytes(message("Short but whole.", "<p>Short but whole.</p>"))).text.strip() == "Short but whole."


def test_attachments_are_documents_of_their_own(tmp_path: Path) -> None:
    made = message()
    made.add_attachment(pdf_of("The attached said no."), maintype="application", subtype="pdf", filename="../r/a.pdf")
    made.add_attachment(zip_of({"in.txt": b"Zipped words."}), maintype="application", subtype="zip", filename="b.zip")
    made.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="logo.png")
    made.add_attachment(message("The forwarded said yes.", Subject="Fwd"))
    path = tmp_path / "m.txt"
    found = opened(tmp_path, path.name, bytes(made))
    assert [line.strip() for line in texts(found) if isinstance(line, str)] == [
        "The minister said “no”.",
        "The attached said no.",
        "Zipped words.",
        "The forwarded said yes.",
    ]
    names = [within(item.uri, path) for item in gathered(path) if isinstance(item, Given)]
    assert names == ["", "!/1-r_a.pdf", "!/2-b.zip!/in.txt", "!/3"]
    assert isinstance(found[3], Document)
    assert found[3].title == "Fwd"


def test_the_messages_of_a_mailbox(tmp_path: Path) -> None:
    first = bytes(message("He said:\n\n>From here on, no.\n")).replace(b"\r\n", b"\n")
    box = (
        b"From a@example.org Wed Sep 16 10:00:00 2020\n"
        + first
        + b"\nFrom b@example.org Thu Sep 17 10:00:00 2020\n"
        + bytes(message("Two."))
    )
    found = opened(tmp_path, "box", box)
    assert [item.text.strip() for item in found if isinstance(item, Document)] == [
        "He said:\n\nFrom here on, no.",
        "Two.",
    ]
    assert [item.source_id for item in found if isinstance(item, Document)] == [
        f"{tmp_path}/box#0",
        f"{tmp_path}/box#{box.rindex(b'From b@')}",
    ]


def test_a_message_without_text() -> None:
    made = message(None)
    made.set_content(b"\x89PNG", maintype="image", subtype="png")
    with pytest.raises(InputError) as caught:
        load(bytes(made))
    assert caught.value.code == "empty"


def test_parts_nested_too_deep() -> None:
    data = b"MIME-Version: 1.0\nFrom: a\nTo: b\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(90)
    )
    with pytest.raises(InputError) as caught:
        read_mail(data + b"\nWords.")
    assert caught.value.code == "malformed"


@pytest.mark.parametrize("header", ["=?utf-8?b?x?=", "=?no-such-charset?q?x?=", "=?utf-8?q?=ff=fe?=", "\ud800"])
def test_headers_that_cannot_be_decoded_are_kept_as_they_are(header: str) -> None:
    data = f"MIME-Version: 1.0\nFrom: a\nTo: b\nSubject: {header}\nDate: never\n\nThe minister said no.".encode(
        "utf-8", "surrogatepass"
    )
    found = read_mail(data)
    assert found.date is None
    assert found.title


@given(st.binary(max_size=400))
def test_any_bytes_after_a_header_are_read_or_refused(data: bytes) -> None:
    whole = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n" + data + b"\n--b\n" + data
    with contextlib.suppress(EmptyInput, MalformedInput):
        assert isinstance(read_mail(whole).body, bytes)
    assert all(isinstance(file.data, bytes) for file in attachments(whole))
