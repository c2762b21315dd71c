"""Each kind of file gives its text; what cannot be read is refused with what to do, by what it is."""

from __future__ import annotations

import zipfile

import pytest

from bot.reading.files import MOST_BYTES, MOST_LETTERS, decode
from bot.reading.report import read
from bot.seminar import refusals
from bot.seminar.refusals import Refusal
from tests.reading.makers import docx, hwp, hwpx, odt, ole, pdf, pdf_of, zipped

PARAGRAPHS = [
    "3주차 보고서",
    "2026-10482 김하나",
    "발표자는 <느린> 도시를 & 좋아했다. Streets, “slow” – ok.\n둘째 줄",
]
TEXT = "\n\n".join(PARAGRAPHS)
MAKERS = {"docx": docx, "odt": odt, "hwpx": hwpx, "hwp": hwp}


@pytest.mark.parametrize("kind", MAKERS)
def test_a_document_gives_its_paragraphs(kind: str) -> None:
    made = MAKERS[kind](PARAGRAPHS)
    assert decode(f"보고서.{kind}", made) == TEXT
    assert decode(f"REPORT.{kind.upper()}", made) == TEXT


def test_a_pdf_gives_its_lines() -> None:
    pages = [["3주차 보고서", "", "발표자는 느린 도시를 좋아했다고", "말했다."], ["끝."]]
    assert decode("a.pdf", pdf(pages)) == "3주차 보고서\n\n발표자는 느린 도시를 좋아했다고\n말했다.\n\n끝."


@pytest.mark.parametrize("kind", [*MAKERS, "pdf"])
def test_the_same_is_read_in_each_kind(kind: str) -> None:
    made = pdf([PARAGRAPHS[:2]]) if kind == "pdf" else MAKERS[kind](PARAGRAPHS)
    header = read(decode(f"a.{kind}", made)).header
    assert (header.week, header.student_number, header.name) == (3, "2026-10482", "김하나")


def test_the_content_tells_what_a_file_is_where_its_name_is_wrong() -> None:
    assert decode("a.txt", docx(PARAGRAPHS)) == TEXT
    assert decode("a.docx", hwp(PARAGRAPHS)) == TEXT
    assert decode("a.hwp", hwpx(PARAGRAPHS)) == TEXT
    assert decode("a.pdf", TEXT.encode()) == TEXT


NAMES = {
    "wrong_kind": ["report", ".md", "", "md", "a.md.exe", "a.xlsx", "a.mp3", "a.html", "a.docm"],
    "picture": ["IMG_0001.HEIC", "a.jpg", "스캔.png", "a.jpeg", "a.heif", "a.webp"],
    "pages_document": ["report.pages", "슬라이드.key", "a.numbers"],
    "old_format": ["a.doc", "a.rtf"],
    "archive": ["a.zip", "a.egg"],
    "link_only": ["a.url", "a.webloc"],
    "google_link": ["a.gdoc", "보고서.gslides"],
}


@pytest.mark.parametrize(("code", "name"), [(code, name) for code, names in NAMES.items() for name in names])
def test_what_is_not_read_is_refused_by_its_name(code: str, name: str) -> None:
    assert refusal(name, b"text") == code


CONTENTS = {
    "locked by Office": ("a.docx", ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "locked"),
    "locked .hwp": ("a.hwp", hwp(["x"], flags=3), "locked"),
    "for distribution": ("a.hwp", hwp(["x"], flags=5), "locked"),
    "locked .odt": (
        "a.odt",
        zipped({"content.xml": b"x", "META-INF/manifest.xml": "<encryption-data/>"}),
        "locked",
    ),
    "old Word": ("a.docx", ole({"WordDocument": b"x"}), "old_format"),
    "old Hangul": ("a.hwp", b"HWP Document File V3.00 \x1a\x01\x02", "old_format"),
    "photo": ("a.docx", b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture"),
    "photo as text": ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "picture"),
    "another zip": ("a.docx", zipped({"a.txt": "text"}), "damaged"),
    "half a zip": ("a.docx", docx(PARAGRAPHS)[:-40], "damaged"),
    "half an OLE": ("a.hwp", hwp(PARAGRAPHS)[:700], "damaged"),
    "no text": ("a.docx", docx(["", " "]), "unreadable"),
    "bytes": ("a.pdf", b"\x80\x81\x82", "damaged"),
    "half a PDF": ("a.pdf", b"%PDF-1.5\n1 0 obj", "damaged"),
    "pictures of pages": ("a.pdf", pdf([[]]), "scanned_pages"),
    "a link": ("a.txt", b"https://docs.example/d/1x/edit?usp=sharing\n", "link_only"),
    "a link to Google": ("a.txt", b"Here: https://docs.google.com/document/d/1x/edit", "google_link"),
    "a link in a document": ("a.docx", docx(["https://docs.example/d/1x"]), "link_only"),
    "too long": ("a.txt", b"word " * (MOST_LETTERS // 5 + 1), "text_too_long"),
    "too large": ("a.txt", bytes(MOST_BYTES + 1), "file_too_large"),
    "odd packing": (
        "a.docx",
        zipped({"word/document.xml": "<x/>"}, method=zipfile.ZIP_BZIP2),
        "damaged",
    ),
}


@pytest.mark.parametrize("what", CONTENTS)
def test_what_cannot_be_read_is_refused_by_what_it_is(what: str) -> None:
    name, data, code = CONTENTS[what]
    assert refusal(name, data) == code


def test_a_pdf_whose_letters_have_no_meaning_is_a_picture() -> None:
    made = pdf([["발표자는 말했다."]]).replace(b"/ToUnicode", b"/Untold")
    assert refusal("a.pdf", made) == "scanned_pages"


def test_a_pdf_that_a_password_seals() -> None:
    key = "<" + "00" * 32 + ">"
    sealed = f"<< /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >>"
    made = pdf_of(["<< /Type /Catalog >>"], Encrypt=sealed, ID="[<00> <00>]")
    assert refusal("a.pdf", made) == "locked"


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        decode(name, data)
    assert isinstance(caught.value, refusals.HandIn)
    assert caught.value.facts["name"] == name
    return caught.value.code
