"""Files made to be refused: locked, damaged, empty, without text, lying about themselves, or unpacking without end."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence

import docx
import pptx

from tests import documents

LINE = "BT /F1 11 Tf 72 740 Td (The membrane keeps the inside of a cell apart from what surrounds it.) Tj ET"
WORD, SLIDE = "word/document.xml", "ppt/slides/slide1.xml"
_MB = 2**20
_FLAG = {b"PK\x01\x02": 8, b"PK\x03\x04": 6}


def raw_pdf(*, kids: str = "4 0 R", count: int = 1, content: str | bytes = LINE, packed: bool = False) -> bytes:
    """A PDF of one page object, whose page tree says what it is told to say."""
    text = content.encode("latin-1") if isinstance(content, str) else content
    coded = b"/Filter /FlateDecode " if packed else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
        b"/Contents 5 0 R >>",
        b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(text), coded, text),
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(body),
    )


def pdf_bomb(megabytes: int) -> bytes:
    """A PDF of a megabyte or so whose one page unpacks to so many."""
    packer = zlib.compressobj(9)
    text = (LINE.encode() + b"\n") * (_MB // len(LINE))
    return raw_pdf(content=b"".join(packer.compress(text) for _ in range(megabytes)) + packer.flush(), packed=True)


def long_pdf(pages: int) -> bytes:
    """A PDF of so many pages, each with a text of its own, made fast."""
    numbers = [6 + 2 * place for place in range(pages)]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    parts = [
        "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
        f"2 0 obj\n<< /Type /Pages /Kids [{kids}] /Count {pages} >>\nendobj\n",
        "3 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n",
    ]
    for place, number in enumerate(numbers, 1):
        rows = (
            f"1 0 0 1 72 {760 - 16 * row} Tm ({documents.SENTENCES[(place + row) % 5]} See {place}.{row}.) Tj"
            for row in range(10)
        )
        text = "BT /F1 10 Tf\n" + "\n".join(rows) + "\nET"
        parts.append(
            f"{number} 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {number + 1} 0 R >>\nendobj\n"
            f"{number + 1} 0 obj\n<< /Length {len(text)} >>\nstream\n{text}\nendstream\nendobj\n"
        )
    # Without a table of places: the reader finds the objects itself.
    return ("%PDF-1.4\n" + "".join(parts) + "trailer << /Root 1 0 R >>\n%%EOF\n").encode("latin-1")


def repacked(package: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """An Office file of which one part is changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            data = source.read(name)
            copy.writestr(name, change(data) if name == part else data)
    return target.getvalue()


def office_bomb(package: bytes, part: str, megabytes: int, *, told: int | None = None) -> bytes:
    """An Office file of which one part unpacks to so many megabytes, or says that it has but `told` bytes."""
    bomb = bytearray(repacked(package, part, lambda data: data + b" " * (megabytes * _MB)))
    if told is not None:
        struct.pack_into("<I", bomb, bomb.rindex(part.encode()) - 46 + 24, told)
    return bytes(bomb)


def many_laughs(package: bytes, part: str) -> bytes:
    """An Office file of which one part has entities that grow tenfold nine times."""
    grown = b"".join(b'<!ENTITY a%d "%s">' % (step, b"&a%d;" % (step - 1) * 10) for step in range(1, 10))
    return repacked(package, part, lambda data: _with_entity(data, b'<!ENTITY a0 "ha">' + grown, b"&a9;"))


def nosy(package: bytes, part: str, path: str) -> bytes:
    """An Office file of which one part asks for a file of the machine that reads it."""
    entity = f'<!ENTITY here SYSTEM "file://{path}">'.encode()
    return repacked(package, part, lambda data: _with_entity(data, entity, b"&here;"))


def _with_entity(data: bytes, entities: bytes, used: bytes) -> bytes:
    head, _, rest = data.partition(b"?>")
    tag = b"<w:t>" if b"<w:t>" in rest else b"<a:t>"
    assert tag in rest
    return head + b"?><!DOCTYPE x [" + entities + b"]>" + rest.replace(tag, tag + used, 1)


def zip_locked(package: bytes) -> bytes:
    """A package whose entries are marked as encrypted with a password, as archive programs do."""
    locked = bytearray(package)
    for mark, at in _FLAG.items():
        place = locked.find(mark)
        while place >= 0:
            locked[place + at] |= 1
            place = locked.find(mark, place + 4)
    return bytes(locked)


def office_locked() -> bytes:
    """How Word and PowerPoint keep a file with a password: an OLE file around an encrypted package."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


def blank(kind: str) -> bytes:
    """A sound Word or PowerPoint file without a word."""
    target = io.BytesIO()
    (docx.Document() if kind == "docx" else pptx.Presentation()).save(target)
    return target.getvalue()


def mostly_scanned_pdf(texts: Sequence[str], pages: int) -> bytes:
    """A PDF of drawings, of which the first pages have these texts."""
    from fpdf import FPDF

    pdf = FPDF()
    pdf.set_font("Helvetica", size=11)
    for place in range(pages):
        pdf.add_page()
        pdf.rect(20, 20, 150, 200, style="D")
        if place < len(texts):
            pdf.multi_cell(0, 6, texts[place])
    return bytes(pdf.output())
