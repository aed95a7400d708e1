from __future__ import annotations

from pathlib import Path

from verbale import Archive


def test_documents_are_read_by_the_shipped_model_and_found_again(tmp_path: Path) -> None:
    press = tmp_path / "press"
    press.mkdir()
    (press / "a.txt").write_text(
        "Ankara said on Monday that it supports Baku. The minister called on Yerevan to withdraw."
    )
    (press / "b.html").write_text("<html><body><p>Norway condemned the attack on the port of Odesa.</p></body></html>")
    (press / "c.txt").write_text("")
    with Archive(tmp_path / "press.verbale") as archive:
        run = archive.add(press, publisher_country="NOR")
        assert (run.outcomes["added"], run.codes) == (2, {"empty": 1})
        assert archive.count("supports Baku", kinds=("statement",), speaker_country="TUR") == 1
        before = archive.digest()
        assert archive.reread().outcomes == {"unchanged": 2}
        assert archive.digest() == before
        assert archive.check() == []
