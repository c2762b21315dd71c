"""Makes damaged and hostile files, each drawn from its seed: what somebody hands in by accident or to see."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable

from tests.reading.makers import (
    docx,
    docx_body,
    hwp,
    hwp_paragraph,
    hwpx,
    hwpx_body,
    odt,
    odt_body,
    ole,
    pdf,
    pdf_of,
    record,
    word_paragraph,
    zipped,
)

Draw = random.Random
File = tuple[str, bytes]
WHOLE: dict[str, Callable[[list[str]], bytes]] = {
    "docx": docx,
    "odt": odt,
    "hwpx": hwpx,
    "hwp": hwp,
    "pdf": lambda paragraphs: pdf([paragraphs]),
    "txt": lambda paragraphs: "\n\n".join(paragraphs).encode(),
}
TEXTS = [
    "3주차 보고서",
    "2026-10482 김하나",
    "발표자는 느린 도시를 좋아했다.",
    "Slow streets feed shops.",
    "I agree.",
]
MEGABYTE = 1024 * 1024


def hostile(seed: int) -> File:
    """The file of this seed; neighbours are of different kinds."""
    draw = random.Random(seed)
    return KINDS[seed % len(KINDS)](draw)


def whole(draw: Draw) -> File:
    kind = draw.choice(sorted(WHOLE))
    return f"report.{kind}", WHOLE[kind](draw.choices(TEXTS, k=draw.randint(1, 30)))


def truncated(draw: Draw) -> File:
    name, data = whole(draw)
    return name, data[: draw.randrange(len(data))]


def beheaded(draw: Draw) -> File:
    name, data = whole(draw)
    return name, data[draw.randrange(1, min(len(data), 200)) :]


def flipped(draw: Draw) -> File:
    name, data = whole(draw)
    changed = bytearray(data)
    for _ in range(draw.choice([1, 3, 30, 300])):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return name, bytes(changed)


def shuffled(draw: Draw) -> File:
    """Pieces of a file repeated, left out and out of order."""
    name, data = whole(draw)
    size = draw.choice([16, 64, 512])
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    return name, b"".join(draw.choices(pieces, k=len(pieces)))


def of_another_kind(draw: Draw) -> File:
    name, _ = whole(draw)
    _, data = whole(draw)
    return name, data


def noise(draw: Draw) -> File:
    head = draw.choice([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"])
    return whole(draw)[0], head + draw.randbytes(draw.choice([0, 1, 40, 5_000, 200_000]))


def zip_bomb(draw: Draw) -> File:
    size = draw.choice([30, 70, 100]) * MEGABYTE
    part = draw.choice(["word/document.xml", "content.xml", "Contents/section0.xml", "word/styles.xml"])
    filler = draw.choice([b" ", b"\0", b"<p>", b"a"])
    parts: dict[str, str | bytes] = {
        "word/document.xml": "<x/>",
        part: b"<x>" + filler * (size // len(filler)),
    }
    return "bomb.docx", zipped(parts)


def letters_bomb(draw: Draw) -> File:
    body = word_paragraph("a" * draw.choice([500_000, 3_000_000]) + " end") * draw.choice([1, 20])
    return "letters.docx", docx_body(body)


def many_entries(draw: Draw) -> File:
    entries: dict[str, str | bytes] = {
        f"part{number}.xml": b"" for number in range(draw.choice([100, 6_000]))
    }
    return "entries.docx", zipped({**entries, "word/document.xml": "<x/>"})


def nested(draw: Draw) -> File:
    depth = draw.choice([200, 5_000, 100_000])
    return draw.choice(
        [
            ("nested.docx", docx_body("<w:p>" * depth)),
            ("nested.docx", docx_body("<w:tbl><w:tr><w:tc>" * depth)),
            ("nested.odt", odt_body("<text:list-item>" * depth)),
            ("nested.hwpx", hwpx_body("<hp:p>" * depth)),
            ("nested.pdf", pdf_of(["<< /Type /Catalog /Pages " + "[" * depth + " >>"])),
        ]
    )


def entities(draw: Draw) -> File:
    lines = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(draw.choice([3, 12]))
    )
    outside = draw.choice(
        ['<!ENTITY e0 SYSTEM "file:///etc/passwd">', '<!ENTITY e0 SYSTEM "http://127.0.0.1/">']
    )
    kind, part = draw.choice(
        [("docx", "word/document.xml"), ("odt", "content.xml"), ("hwpx", "Contents/section0.xml")]
    )
    name = draw.choice(["e0", "e2"])
    return f"entities.{kind}", zipped(
        {part: f"<!DOCTYPE x [{draw.choice([lines, outside])}]><x>&{name};</x>"}
    )


def locked(draw: Draw) -> File:
    key = "<" + draw.randbytes(32).hex() + ">"
    kind = f"/V {draw.choice([1, 2, 4, 5, 9])} /R {draw.randint(2, 6)}"
    filters = f"<< /Filter /Standard {kind} /O {key} /U {key} /P -4 >>"
    return draw.choice(
        [
            ("locked.docx", ole({"EncryptedPackage": draw.randbytes(500), "EncryptionInfo": b"x"})),
            ("locked.hwp", hwp(TEXTS, flags=draw.choice([2, 3, 4, 5]))),
            (
                "locked.odt",
                zipped({"content.xml": draw.randbytes(99), "META-INF/manifest.xml": "<encryption-data/>"}),
            ),
            ("locked.pdf", pdf([TEXTS], Encrypt=filters, ID="[<00> <00>]")),
        ]
    )


def long_text(draw: Draw) -> File:
    piece = draw.choice(["Slow streets. ", "느린 거리다. ", "\0", "a\u0301", "\n", "(" * 999])
    return "long.txt", (piece * (draw.choice([1, 4, 20]) * MEGABYTE // len(piece))).encode()


def with_macros(draw: Draw) -> File:
    body = "".join(map(word_paragraph, TEXTS))
    return "macros.docx", docx_body(
        body, **{"word/vbaProject.bin": ole({"VBA": {"dir": draw.randbytes(300)}})}
    )


def very_large(draw: Draw) -> File:
    return f"large.{draw.choice(sorted(WHOLE))}", bytes(100 * MEGABYTE)


def oddly_named(draw: Draw) -> File:
    kind = draw.choice(sorted(WHOLE))
    stem = draw.choice(
        [
            "../../etc/passwd",
            "C:\\Windows\\system32\\config",
            "/dev/zero",
            "report\u202efdp",
            "re\0port",
            "\ud800\udfff\udc80",
            "a" * 5_000,
            "@everyone [x](http://127.0.0.1)",
            " ",
            "CON",
            "\u202e\u2067\u2066",
        ]
    )
    return f"{stem}.{kind}", WHOLE[kind](TEXTS)


def odd_letters(draw: Draw) -> File:
    pieces = [
        "\0",
        "\u202e",
        "\ud800",
        "\udfff",
        "\ufeff",
        "\u0301" * 3_000,
        "\u3164",
        "ᄀ",
        "\x1b[2J",
        "👩‍👩‍👧",
        "가",
        "a ",
        "\r",
        "\x0b",
    ]
    text = "".join(draw.choices(pieces, k=draw.choice([1, 10, 300])))
    encoding = draw.choice(["utf-8", "utf-16-le", "utf-16", "utf-32"])
    return draw.choice(
        [
            ("odd.txt", text.encode(encoding, "surrogatepass")),
            ("odd.hwp", hwp([text])),
            (
                "odd.docx",
                docx_body(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>".encode("utf-8", "replace").decode()),
            ),
        ]
    )


def escaping_parts(draw: Draw) -> File:
    parts: dict[str, str | bytes] = {
        "../../../tmp/out.xml": "<x/>",
        "/etc/passwd": "x",
        "word/../word/document.xml": "<x/>",
    }
    return "parts.docx", zipped({**parts, "word/document.xml": "<x/>"})


def lying_sizes(draw: Draw) -> File:
    """A zip file whose directory tells other sizes than its parts have."""
    data = bytearray(docx(TEXTS * 20))
    at = data.rfind(b"PK\x01\x02")
    data[at + 20 : at + 28] = struct.pack("<II", draw.choice([0, 1, 2**31]), draw.choice([0, 1, 2**31]))
    return "sizes.docx", bytes(data)


def lying_records(draw: Draw) -> File:
    records = [
        record(67, 1, draw.randbytes(draw.randrange(99))),
        struct.pack("<I", 67 | 0xFFE << 20) + b"short",
        struct.pack("<II", 67 | 0xFFF << 20, 2**32 - 1),
        hwp_paragraph("".join(map(chr, draw.choices(range(32), k=40)))),
        record(71, 1023, b"daeh"),
    ]
    return "records.hwp", hwp(body=b"".join(draw.choices(records, k=draw.randint(1, 40))))


def hwp_bomb(draw: Draw) -> File:
    return "bomb.hwp", hwp(
        body=record(67, 0, draw.choice(["가", "\t", " "]).encode("utf-16-le") * 20_000_000)
    )


def looping_ole(draw: Draw) -> File:
    """An OLE file whose tables of sectors lead in circles or out of the file."""
    data = bytearray(hwp(TEXTS * 50))
    for _ in range(draw.randint(1, 8)):
        at = len(data) - draw.randrange(4, 512, 4)
        data[at : at + 4] = struct.pack("<I", draw.choice([0, 1, 2, 5, 2**31, 0xFFFFFFFC]))
    at = draw.choice([44, 48, 56, 60, 64, 68, 72, 76])
    data[at : at + 4] = struct.pack("<I", draw.choice([0, 1, 7, 2**31 - 1, 0xFFFFFFFF]))
    return "loop.hwp", bytes(data)


def looping_pdf(draw: Draw) -> File:
    catalog = "<< /Type /Catalog /Pages 2 0 R >>"
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources 4 0 R /Contents 5 0 R >>"
    pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    drawn = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources 4 0 R /Length 6 >>"
    form = f"{drawn}\nstream\n/X Do \nendstream"
    loops = [
        [catalog, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"],
        [catalog, "<< /Type /Pages /Kids [3 0 R] >>", "<< /Type /Pages /Kids [2 0 R 3 0 R] >>"],
        [catalog, pages, page, "<< /XObject << /X 5 0 R >> >>", form],
        [catalog, pages, page, "4 0 R", "5 0 R"],
        ["<< /Type /Catalog /Pages 1 0 R >>"],
        [catalog, pages, page.replace("5 0 R", "[" + "6 0 R " * 3_000 + "]"), "<< >>", "<< >>", form],
        [catalog, pages, page, "<< >>", "<< /Length 5 0 R >>\nstream\nq\nendstream"],
        [catalog, "<< /Type /Pages /Kids [" + "3 0 R " * 100_000 + "] >>", page, "<< >>", form],
    ]
    more = draw.choice([{}, {"Prev": "9"}, {"Prev": "-1"}, {"XRefStm": "9"}, {"Size": "99999999999"}])
    return "loop.pdf", pdf_of(draw.choice(loops), **more)


def pdf_bomb(draw: Draw) -> File:
    """A page whose content unpacks to very much, or draws very much."""
    drawn = draw.choice([b" ", b"q ", b"BT (a) Tj ET ", b"[", b"1 0 0 1 5 5 cm ", b"0 0 m 9 9 l S "])
    packed = zlib.compress(drawn * (draw.choice([1, 40, 800]) * MEGABYTE // len(drawn)))
    stream = (
        f"<< /Filter /FlateDecode /Length {len(packed)} >>\nstream\n{packed.decode('latin-1')}\nendstream"
    )
    font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources {font} /Contents 4 0 R >>"
    pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return "bomb.pdf", pdf_of(["<< /Type /Catalog /Pages 2 0 R >>", pages, page, stream])


def wide_map(draw: Draw) -> File:
    """A PDF whose font maps more letters than there are."""
    most = draw.choice(["ffff", "ffffff", "ffffffff"])
    low = "0" * len(most)
    wide = f"1 beginbfrange <{low}> <{most}> <0041> endbfrange".encode()
    made = pdf([TEXTS]).replace(b"endcmap", wide + b" endcmap")
    return "map.pdf", made


KINDS: list[Callable[[Draw], File]] = [
    whole,
    truncated,
    flipped,
    of_another_kind,
    zip_bomb,
    looping_pdf,
    entities,
    locked,
    beheaded,
    odd_letters,
    oddly_named,
    shuffled,
    pdf_bomb,
    nested,
    looping_ole,
    noise,
    with_macros,
    very_large,
    long_text,
    letters_bomb,
    lying_records,
    hwp_bomb,
    many_entries,
    lying_sizes,
    escaping_parts,
    wide_map,
]


MARKS = [
    "# ",
    "## ",
    "**",
    "- ",
    "1. ",
    "> ",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    ": ",
    "/",
    "|",
    "(",
    ")",
    "“",
    "”",
    '"',
    "'",
    ".",
    "...",
    "?",
    ",",
]
WORDS = [
    "week",
    "Week",
    "주차",
    "보고서",
    "2026-10482",
    "20261048",
    "３",
    "Name",
    "이름",
    "김하나",
    "Hana Kim",
    "Topic",
    "주제",
    "the presenter",
    "argued that",
    "because",
    "I think",
    "발표자는",
    "라고 주장하였다",
    "느꼈다",
    "거리",
    "streets",
    "and",
    "그리고",
    "않다",
]
ODD = [
    "\0",
    "\u202e",
    "\ud800",
    "\u0301",
    "\u3164",
    "ㅋㅋㅋ",
    "각".encode().decode(),
    "👩\u200d👧",
    "\x1b",
    "ß",
    "ﬁ",
    "İ",
    "\u2028",
    "٣",
    "①",
]


def fuzzed(seed: int) -> str:
    """A text of this seed: pieces of reports, marks and odd letters, sometimes one of them very often."""
    draw = random.Random(seed)
    pools = draw.choice([[MARKS, WORDS], [WORDS, [" "]], [MARKS, ODD], [MARKS, WORDS, ODD], [TEXTS, MARKS]])
    pieces = [draw.choice(draw.choice(pools)) for _ in range(draw.choice([3, 40, 400]))]
    if draw.random() < 0.1:
        pieces.insert(
            draw.randrange(len(pieces)), draw.choice(draw.choice(pools)) * draw.choice([100, 5_000])
        )
    return "".join(pieces)
