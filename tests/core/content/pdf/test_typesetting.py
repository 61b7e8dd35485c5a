"""What typesetting programs do to text in a PDF: wrong font flags, narrow spaces, private ligatures, page feet."""

from __future__ import annotations

import pytest

from core.content.readers.reading import read_document
from core.models import Block

FIXED, PLAIN = 33, 32
NARROW, WIDE = "iljtf.,;:'", "mwMW"


def _width(text: str) -> float:
    """The width at 11 points of a text, in this font."""
    return sum(0.011 * (250 if char in NARROW else 850 if char in WIDE else 500) for char in text)


def typeset_pdf(*pages: tuple[str, ...], flags: int = PLAIN, fixed: bool = False, private: str = "") -> bytes:
    """A PDF of one Type 1 font, one text operand to a line. `private` are characters that it maps from U+E000 on."""
    widths = [
        600 if fixed else 250 if chr(code) in NARROW else 850 if chr(code) in WIDE else 500 for code in range(256)
    ]
    mapped = "".join(f"<{ord(char):02x}> <{0xE000 + place:04x}>\n" for place, char in enumerate(private))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n1 beginbfrange <20> <7e> <0020> endbfrange\n"
        f"{len(private)} beginbfchar\n{mapped}endbfchar endcmap end end"
    )
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Garamond /FirstChar 0 /LastChar 255 /FontDescriptor 4 0 R "
        f"/Encoding /WinAnsiEncoding /Widths [{' '.join(map(str, widths))}] {'/ToUnicode 5 0 R' if private else ''} >>",
        f"<< /Type /FontDescriptor /FontName /ABCDEF+Garamond /Flags {flags} /FontBBox [0 -200 1000 800] "
        "/ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    for number, lines in enumerate(pages):
        shown = "\n".join(f"1 0 0 1 72 {740 - 14 * row} Tm {line}" for row, line in enumerate(lines))
        stream = f"BT /F1 11 Tf\n{shown}\nET"
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {7 + 2 * number} 0 R >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    body = "%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (
        f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    ).encode("latin-1")


def blocks(data: bytes) -> tuple[Block, ...]:
    return read_document("set.pdf", data).blocks


PROSE = ("(The membrane keeps the inside of a cell apart from what surrounds it.) Tj", "(Water moves through it.) Tj")


def test_type_of_varied_widths_is_no_code_whatever_its_flag_says() -> None:
    assert {block.kind for block in blocks(typeset_pdf(PROSE, flags=FIXED))} == {"paragraph"}


def test_type_of_one_width_is_code() -> None:
    assert {block.kind for block in blocks(typeset_pdf(PROSE, flags=FIXED, fixed=True))} == {"code"}


def test_a_space_that_a_narrow_line_lost_comes_back() -> None:
    text = "In the case of the polymers, the creation of links between them ends and the others are found"
    moves = " ".join(f"({word}) Tj {_width(word) + 1.5:.2f} 0 Td" for word in text.split())
    (block,) = blocks(typeset_pdf((moves,)))
    assert block.text == text


@pytest.mark.parametrize("gap", [-60, -90])
def test_type_that_is_spaced_out_stays_one_word(gap: int) -> None:
    spaced = f" {gap} ".join(f"({letter})" for letter in "membranes")
    (block,) = blocks(typeset_pdf((f"[{spaced} -700 (keep) -170 (cells) -170 (apart)] TJ",)))
    assert block.text.split()[0] == "membranes"


def test_a_private_ligature_is_spelled_where_words_leave_no_doubt() -> None:
    lines = ("(The #rst cell. We #nd what the #rst one is. To #nd it, de#ne it.) Tj", "(A %zzle is not known.) Tj")
    text = " ".join(block.text for block in blocks(typeset_pdf(lines, private="#%")))
    assert "The first cell. We find what the first one is. To find it, define it." in text
    assert "\ue001zzle" in text


def test_a_private_ligature_with_two_readings_stays() -> None:
    lines = ("(A fist and a list. A fit and a lit.) Tj", "(One #st or one #st, one #t or one #t.) Tj")
    text = " ".join(block.text for block in blocks(typeset_pdf(lines, private="#")))
    assert "\ue000st" in text


def test_a_page_foot_goes_where_the_printed_number_lags_behind_the_file() -> None:
    names = ("cells", "water", "pumps", "ions", "roots", "stems", "seeds", "fruit", "trees", "moss")
    pages = []
    for place, name in enumerate(names):
        body = (f"(Of {name} number {row} it is said that they {names[row]} here.) Tj" for row in range(8))
        pages.append((*body, *(["() Tj"] * 30), f"({11 + place} All about {name}) Tj"))
    text = " ".join(block.text for block in blocks(typeset_pdf(*pages)))
    assert "Of moss number 7" in text
    assert "All about" not in text
