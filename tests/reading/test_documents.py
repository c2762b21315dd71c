"""What of a document is text: headings, lists and tables as in Markdown, and nothing that is not shown."""

from __future__ import annotations

import pytest

from bot.reading.files import decode
from bot.reading.report import read
from bot.seminar.refusals import Damaged, TooHeavy
from tests.reading.makers import (
    docx_body,
    hwp,
    hwp_paragraph,
    hwpx_body,
    hwpx_paragraph,
    odt_body,
    pdf,
    record,
    word_paragraph,
    zipped,
)


def cell(*paragraphs: str) -> str:
    return f"<w:tc>{''.join(map(word_paragraph, paragraphs))}</w:tc>"


def word_row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'

WORD = {
    "headings": (
        word_paragraph("Summary", '<w:pStyle w:val="1"/>') + word_paragraph("Slow.", '<w:pStyle w:val="a"/>'),
        "# Summary\n\nSlow.",
    ),
    "lists": (
        word_paragraph("Three points:") + word_paragraph("one", NUMBERED) + word_paragraph("two", NUMBERED),
        "Three points:\n\n- one\n- two",
    ),
    "a list by its style": (
        word_paragraph("one", '<w:pStyle w:val="a3"/>') + word_paragraph("two", '<w:pStyle w:val="a3"/>'),
        "- one\n- two",
    ),
    "a list that was ended": (
        word_paragraph("one", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
        "one",
    ),
    "a table of labels": (
        f"<w:tbl>{word_row(cell('학번'), cell('2026-10482'), cell('이름'), cell('김하나'))}"
        f"{word_row(cell('주차'), cell('3주차'))}</w:tbl>",
        "학번: 2026-10482 | 이름: 김하나\n주차: 3주차",
    ),
    "a table that frames the report": (
        f"<w:tbl>{word_row(cell('내용'), cell('첫 문단.', '둘째 문단.'))}</w:tbl>",
        "내용\n\n첫 문단.\n\n둘째 문단.",
    ),
    "what was deleted": (
        "<w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t> added</w:t></w:r></w:ins></w:p>",
        "kept added",
    ),
    "what a field computes by": (
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:tab/><w:t>a</w:t><w:noBreakHyphen/></w:r>"
        "<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr></w:p>",
        "a-",
    ),
    "a text box, once": (
        '<w:p><w:r><x:AlternateContent xmlns:x="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<x:Choice><w:txbxContent>{word_paragraph('boxed')}</w:txbxContent></x:Choice>"
        f"<x:Fallback><w:txbxContent>{word_paragraph('boxed')}</w:txbxContent></x:Fallback>"
        "</x:AlternateContent><w:t>beside</w:t></w:r></w:p>",
        "boxed\n\nbeside",
    ),
}


@pytest.mark.parametrize("what", WORD)
def test_word(what: str) -> None:
    body, text = WORD[what]
    assert decode("a.docx", docx_body(body)) == text


def test_a_table_tells_whose_report_it_is() -> None:
    rows = [word_row(cell("학번"), cell("2026-10482")), word_row(cell("이름"), cell("김하나"))]
    body = f"{word_paragraph('3주차 보고서')}<w:tbl>{''.join(rows)}</w:tbl>{word_paragraph('본문이다.')}"
    header = read(decode("a.docx", docx_body(body))).header
    assert (header.week, header.student_number, header.name) == (3, "2026-10482", "김하나")


def test_open_document() -> None:
    body = (
        '<text:h text:outline-level="2">Summary</text:h>'
        '<text:p>One <text:span>sp<text:s text:c="2"/>an</text:span>\n   line<text:tab/>.'
        "<text:note><text:note-body><text:p>aside</text:p></text:note-body></text:note></text:p>"
        "<text:list><text:list-item><text:p>first</text:p></text:list-item>"
        "<text:list-item><text:p>second</text:p></text:list-item></text:list>"
        "<text:p><draw:frame><svg:title>a photo</svg:title></draw:frame>end</text:p>"
    )
    assert decode("a.odt", odt_body(body)) == "## Summary\n\nOne sp  an line\t.\n\n- first\n- second\n\nend"


def test_hwpx_sections_follow_each_other_and_page_headers_are_left_out() -> None:
    hidden = f"<hp:ctrl><hp:header><hp:subList>{hwpx_paragraph('쪽머리')}</hp:subList></hp:header></hp:ctrl>"
    first = f"<hp:p><hp:run>{hidden}<hp:t>첫<hp:tab/>쪽</hp:t></hp:run></hp:p>"
    sections = [first, *(hwpx_paragraph(f"{number}쪽") for number in range(2, 12))]
    text = decode("a.hwpx", hwpx_body(*sections))
    assert text == "\n\n".join(["첫\t쪽", *(f"{number}쪽" for number in range(2, 12))])


def test_hwp_controls_are_no_letters() -> None:
    table = "\x0b lbt\0\0\x0b"
    tab = "\x09" + "\0" * 6 + "\x09"
    body = hwp_paragraph(f"표{table}앞\n뒤{tab}\x18끝 😀")
    assert decode("a.hwp", hwp(body=body)) == "표앞\n뒤\t-끝 😀"
    assert decode("a.hwp", hwp(body=body, flags=0)) == "표앞\n뒤\t-끝 😀"


def test_hwp_page_headers_and_footnotes_are_left_out_and_tables_are_not() -> None:
    header = record(71, 1, b"daeh" + bytes(8)) + hwp_paragraph("쪽머리", 2)
    table = record(71, 1, b" lbt" + bytes(40)) + hwp_paragraph("칸", 2)
    body = hwp_paragraph("앞") + header + table + hwp_paragraph("뒤" * 3000)
    assert decode("a.hwp", hwp(body=body)) == f"앞\n\n칸\n\n{'뒤' * 3000}"


def test_a_pdf_loses_its_page_numbers_and_keeps_its_paragraphs() -> None:
    first = ["Slow streets feed shops, and", "nobody knows why.", "", "A new paragraph.", "", "- 1 -"]
    assert decode("a.pdf", pdf([first, ["2", "", "17 people came."]])) == (
        "Slow streets feed shops, and\nnobody knows why.\n\nA new paragraph.\n\n17 people came."
    )


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    with pytest.raises(Damaged):
        decode("a.docx", zipped({"word/document.xml": bomb}))


def pdf_with_range(digits: int) -> bytes:
    """A PDF whose font tells the meaning of every number of so many hexadecimal digits."""
    told = f"1 beginbfrange <{'0' * digits}> <{'f' * digits}> <0041> endbfrange endcmap"
    return pdf([["text"]]).replace(b"endcmap", told.encode())


def test_a_font_may_tell_a_meaning_for_each_two_bytes() -> None:
    assert len(decode("a.pdf", pdf_with_range(4))) == len("text")


@pytest.mark.parametrize(
    "data",
    [
        docx_body("<w:p>" * 300),
        docx_body(" " * (65 * 1024 * 1024)),
        docx_body(word_paragraph("letters " * 300_000)),
        zipped({f"{number}": b"" for number in range(5_001)}),
        hwp(body=bytes(65 * 1024 * 1024)),
        pdf_with_range(8),
    ],
    ids=["nested", "unpacked", "letters", "entries", "records", "meanings"],
)
def test_more_than_a_report_can_hold_is_refused(data: bytes) -> None:
    with pytest.raises(TooHeavy):
        decode("a.docx", data)
