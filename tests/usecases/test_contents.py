"""Reading files from outside: their words, and nothing that they are made to do."""

from io import BytesIO

import pikepdf
import pytest

from fm.rules.uploads import DOCX, JPEG, ODT, PDF, Unfit
from fm.usecases import contents
from fm.usecases.contents import LONGEST, read, words_of
from tests.support import uploads
from tests.support.uploads import docx, odt, pdf

BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
DECLARED = "Die Datei enthält Anweisungen, die in ein Dokument nicht gehören."


@pytest.mark.parametrize(("content", "media_type", "words"), [
    (docx("Schweißer-Zertifikat", "gültig bis 2028"), DOCX, "Schweißer-Zertifikat gültig bis 2028"),
    (odt("Lebenslauf", "Şükran &amp; 李"), ODT, "Lebenslauf Şükran & 李"),
    (uploads.JPEG, JPEG, ""),
], ids=["docx", "odt", "jpeg"])
def test_words_are_read(content: bytes, media_type: str, words: str) -> None:
    assert words_of(content, media_type) == words


def test_words_of_a_pdf_are_read_though_it_is_encrypted_for_nobody() -> None:
    assert "Antrag auf Übernahme von Bewerbungskosten" in words_of(pdf(), PDF)
    assert "Antrag auf Übernahme" in words_of(locked(user=""), PDF)


def locked(user: str) -> bytes:
    whole = BytesIO()
    with pikepdf.open(BytesIO(pdf())) as file:
        file.save(whole, encryption=pikepdf.Encryption(owner="x", user=user))
    return whole.getvalue()


@pytest.mark.parametrize(("content", "media_type", "sentence"), [
    (docx(document=BOMB), DOCX, DECLARED),
    (docx(document=OUTSIDE), DOCX, DECLARED),
    (odt(content=BOMB), ODT, DECLARED),
    (docx(document="<x>" + "a" * 51 * 1024 * 1024 + "</x>"), DOCX, "Die Datei ist ausgepackt zu groß."),
    (docx(document="<x>"), DOCX, "Die Datei ist beschädigt und lässt sich nicht öffnen."),
    (b"%PDF-1.7 nothing of the kind", PDF, "Die PDF-Datei ist beschädigt und lässt sich nicht öffnen."),
    (locked(user="x"), PDF, "Die PDF-Datei ist mit einem Kennwort geschützt. Bitte ohne Kennwort speichern."),
], ids=["expanding", "from outside", "expanding odt", "bomb", "cut off", "no pdf", "locked"])
def test_what_means_harm_is_refused(content: bytes, media_type: str, sentence: str) -> None:
    with pytest.raises(Unfit) as refused:
        words_of(content, media_type)
    assert str(refused.value) == sentence


def test_what_breaks_its_reader_or_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unfit, match="ließ sich nicht lesen"):
        words_of(b"no archive", DOCX)
    monkeypatch.setattr(contents, "SECONDS", 0.001)
    with pytest.raises(Unfit, match="in vertretbarer Zeit"):
        words_of(docx("x"), DOCX)


def test_the_reader_is_told_nothing_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever takes it over with a file finds neither the secret key nor the database's address."""
    given: dict[str, object] = {}
    run = contents.subprocess.run
    monkeypatch.setattr(contents.subprocess, "run", lambda *said, **more: given.update(more) or run(*said, **more))
    assert words_of(docx("Wort"), DOCX) == "Wort"
    assert given["env"] == {}


def test_no_more_is_kept_than_is_of_use() -> None:
    assert len(read(docx(*["Wort"] * LONGEST), DOCX)) == LONGEST
