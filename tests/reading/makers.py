"""Makes documents of each kind, small and as their formats say: a test needs no office program."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STYLES = (
    f'<w:styles xmlns:w="{W}">'
    '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="List Bullet"/>'
    '<w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style></w:styles>'
)


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file that holds these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def docx_body(body: str, **more: str | bytes) -> bytes:
    """A Word document with this XML as its body."""
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": document, "word/styles.xml": STYLES}
    return zipped({**parts, **more})


def word_paragraph(text: str, properties: str = "") -> str:
    lines = "</w:t><w:br/><w:t>".join(escape(line) for line in text.split("\n"))
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{lines}</w:t></w:r></w:p>'


def docx(paragraphs: Sequence[str]) -> bytes:
    return docx_body("".join(map(word_paragraph, paragraphs)))


ODF = "urn:oasis:names:tc:opendocument:xmlns"


def odt_body(body: str, manifest: str = "<manifest/>") -> bytes:
    """An OpenDocument text with this XML as its body."""
    content = (
        f'<office:document-content xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0" '
        f'xmlns:table="{ODF}:table:1.0" xmlns:draw="{ODF}:drawing:1.0" '
        f'xmlns:svg="{ODF}:svg-compatible:1.0"><office:body><office:text>{body}</office:text></office:body>'
        "</office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest})


def odt(paragraphs: Sequence[str]) -> bytes:
    lines = (escape(one).replace("\n", "<text:line-break/>") for one in paragraphs)
    return odt_body("".join(f"<text:p>{line}</text:p>" for line in lines))


HS = "http://www.hancom.co.kr/hwpml/2011/section"
HP = "http://www.hancom.co.kr/hwpml/2011/paragraph"


def hwpx_body(*sections: str) -> bytes:
    """A .hwpx whose sections hold this XML."""
    parts = {"mimetype": "application/hwp+zip"}
    for number, section in enumerate(sections):
        parts[f"Contents/section{number}.xml"] = f'<hs:sec xmlns:hs="{HS}" xmlns:hp="{HP}">{section}</hs:sec>'
    return zipped(parts)


def hwpx_paragraph(text: str) -> str:
    return f"<hp:p><hp:run><hp:t>{escape(text).replace(chr(10), '<hp:lineBreak/>')}</hp:t></hp:run></hp:p>"


def hwpx(paragraphs: Sequence[str]) -> bytes:
    return hwpx_body("".join(map(hwpx_paragraph, paragraphs)))


def record(tag: int, level: int, content: bytes) -> bytes:
    """A record of an .hwp section."""
    if len(content) < 0xFFF:
        return struct.pack("<I", tag | level << 10 | len(content) << 20) + content
    return struct.pack("<II", tag | level << 10 | 0xFFF << 20, len(content)) + content


def hwp_paragraph(text: str, level: int = 0) -> bytes:
    """A paragraph's header and its text, whose lines are broken as the format has it."""
    return record(66, level, bytes(22)) + record(
        67, level + 1, f"{text}\r".encode("utf-16-le", "surrogatepass")
    )


def hwp(paragraphs: Sequence[str] = (), *, body: bytes | None = None, flags: int = 1) -> bytes:
    """An .hwp, version 5; `flags` as in its header: 1 compressed, 2 with a password, 4 for distribution."""
    section = b"".join(map(hwp_paragraph, paragraphs)) if body is None else body
    if flags & 1:
        packer = zlib.compressobj(wbits=-15)
        section = packer.compress(section) + packer.flush()
    header = b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05010001, flags) + bytes(216)
    return ole({"FileHeader": header, "BodyText": {"Section0": section}})


FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512


def ole(tree: Mapping[str, bytes | Mapping[str, bytes]]) -> bytes:
    """An OLE file with these streams, each in sectors of its own."""
    entries: list[tuple[str, int, bytes, list[int]]] = [("Root Entry", 5, b"", [])]
    for name, content in tree.items():
        entries[0][3].append(len(entries))
        if isinstance(content, bytes):
            entries.append((name, 2, content, []))
        else:
            below = list(range(len(entries) + 1, len(entries) + 1 + len(content)))
            entries.append((name, 1, b"", below))
            entries += [(inner, 2, data, []) for inner, data in content.items()]
    body = b""
    chains: list[int] = []
    starts: list[int] = []
    for _, kind, content, _ in entries:
        # Short streams would lie in the mini stream: blanks after the end keep them out of it.
        padded = content.ljust(max(4096, -(-len(content) // SECTOR) * SECTOR), b"\0") if kind == 2 else b""
        starts.append(len(body) // SECTOR if padded else END)
        count = len(padded) // SECTOR
        chains += [len(chains) + step + 1 for step in range(count - 1)] + [END] * (count > 0)
        body += padded
    directory = b"".join(
        _entry(entries, number, starts[number], len(content) and max(4096, len(content)))
        for number, (_, _, content, _) in enumerate(entries)
    )
    directory = directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0")
    first = len(chains)
    count = len(directory) // SECTOR
    chains += [first + step + 1 for step in range(count - 1)] + [END]
    tables = -(-(len(chains) + 1) // 127)
    fat_at = len(chains)
    chains += [FAT] * tables
    fat = struct.pack(f"<{len(chains)}I", *chains).ljust(tables * SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, tables, first, 0, 4096, END, 0, END, 0)
    head += struct.pack(f"<{tables}I", *range(fat_at, fat_at + tables)).ljust(436, b"\xff")
    return head + body + directory + fat


def _entry(entries: Sequence[tuple[str, int, bytes, list[int]]], number: int, start: int, size: int) -> bytes:
    """A directory entry; its siblings hang to its right, one below the other."""
    name, kind, _, below = entries[number]
    siblings = next((one[3] for one in entries if number in one[3]), [number])
    place = siblings.index(number)
    right = siblings[place + 1] if place + 1 < len(siblings) else FREE
    encoded = f"{name}\0".encode("utf-16-le")
    child = below[0] if below else FREE
    head = encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded), kind, 1, FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def pdf(pages: Sequence[Sequence[str]], **more: str) -> bytes:
    """A PDF with these lines on its pages; each letter's glyph is told by a map to Unicode."""
    letters = sorted({letter for page in pages for line in page for letter in line})
    glyphs = {letter: number for number, letter in enumerate(letters, 1)}
    mapped = "\n".join(f"<{glyphs[one]:04x}> <{one.encode('utf-16-be').hex()}>" for one in letters)
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
        "1 begincodespacerange <0000> <ffff> endcodespacerange "
        f"{len(letters)} beginbfchar\n{mapped}\nendbfchar endcmap end end"
    )
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Made /Encoding /Identity-H "
        "/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Made /DW 600 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        f"<< /Length {len(to_unicode)} >>\nstream\n{to_unicode}\nendstream",
    ]
    for number, page in enumerate(pages):
        drawn = " ".join(
            f"1 0 0 1 50 {780 - 16 * row} Tm <{''.join(f'{glyphs[one]:04x}' for one in line)}> Tj"
            for row, line in enumerate(page)
        )
        content = f"BT /F1 10 Tf {drawn} ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {7 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    return pdf_of(objects, **more)


def pdf_of(objects: Sequence[str], **more: str) -> bytes:
    """A PDF of these objects, numbered from 1, of which the first is the catalogue."""
    made, places = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R " + " ".join(
        f"/{key} {value}" for key, value in more.items()
    )
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end = f"{head}trailer\n<< {trailer} >>\nstartxref\n{len(made)}\n%%EOF"
    return made + end.encode("latin-1")
