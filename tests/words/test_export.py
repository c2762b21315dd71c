"""What cannot be read is refused with how to export it on the device at hand, in both languages."""

from __future__ import annotations

import pytest

from bot.reading.files import decode
from bot.seminar.links import require_more_than_a_link
from bot.seminar.refusals import Refusal
from bot.words.catalogues import words_for
from bot.words.refusals import in_words

FILES = {
    "IMG_2031.HEIC": ("photo app", "사진 앱"),
    "scan.jpg": ("photo app", "사진 앱"),
    "screenshot.png": ("paste it into the form", "양식에 붙여"),
    "report.pages": ("iPhone and iPad: share", "iPhone과 iPad에서는 공유"),
    "talk.key": ("File > Export To", "다음으로 내보내기"),
    "report.gdoc": (
        "phone app: the three dots > Share and export",
        "휴대전화 앱에서는 점 세 개 > 공유 및 내보내기",
    ),
    "report.url": ("Download or export", "내려받아"),
    "report.zip": ("Unpack it", "압축을 풀고"),
    "report.doc": ("choose Save As", "다른 이름으로 저장"),
    "song.mp3": ("Hangul (.hwp, .hwpx)", "한글(.hwp, .hwpx)"),
}
LINKS = {
    "https://docs.google.com/document/d/1aB/edit?usp=sharing": (
        "File > Download > Word",
        "파일 > 다운로드 > Word",
    ),
    "제 보고서입니다 https://drive.google.com/file/d/1aB/view": ("Google Docs", "Google 문서"),
    "week 3 https://www.notion.so/team/Week-3-0a1b2c": (
        "Export > PDF or Markdown",
        "내보내기 > PDF나 Markdown",
    ),
    "HTTPS://MINJI.NOTION.SITE/Week-3": ("the three dots", "점 세 개"),
    "http://naver.me/5aBcD": ("Naver MYBOX", "네이버 MYBOX"),
    "https://blog.naver.com/minji/2231": ("copy the text", "글을 복사해"),
    "https://1drv.ms/w/s!Ab": ("Download a Copy", "복사본 다운로드"),
    "https://minji-my.sharepoint.com/:w:/g/personal/x": ("Download as PDF", "PDF로 다운로드"),
    "  https://pad.example/p/week-3\n": ("Download or export", "내려받아"),
}
NO_LINKS = [
    "The presenter leaned on https://example.org/streets, which I doubt.",
    "I read https://docs.google.com/document/d/1x for this; the presenter argued that pavements are rooms.",
    "notgoogle docs.google.com.example",
    "https://example.org/a and a word",
    f"https://docs.google.com/document/d/1 {'word ' * 9}",
]


def both(refusal: Refusal) -> tuple[str, str]:
    return in_words(refusal, words_for("en")), in_words(refusal, words_for("ko"))


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_read(name: str) -> None:
    with pytest.raises(Refusal) as caught:
        decode(name, b"x")
    for said, wanted in zip(both(caught.value), FILES[name], strict=True):
        assert wanted in said
        assert name.rpartition(".")[2] in said, "it names the file"


@pytest.mark.parametrize("text", LINKS)
def test_a_link_in_the_place_of_a_report(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        require_more_than_a_link(text)
    for said, wanted in zip(both(caught.value), LINKS[text], strict=True):
        assert wanted in said
        assert "://" not in said, "a link that was refused is nothing to press"


@pytest.mark.parametrize("text", NO_LINKS)
def test_a_report_that_has_a_link(text: str) -> None:
    require_more_than_a_link(text)
