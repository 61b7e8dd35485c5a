"""Learners' files."""

from __future__ import annotations

MATERIALS = {
    "material.bomb": (
        "“{name}” would unpack to {size:,.0f} MB, more than any document needs; it was not opened. Save the "
        "document again under a new name and add that."
    ),
    "material.damaged": (
        "“{name}” is damaged or incomplete and cannot be opened. Download or save it again and add the new copy."
    ),
    "material.empty": "“{name}” is empty. Choose the file that holds your material.",
    "material.large": (
        "“{name}” has {size:.1f} MB; at most {most:.0f} MB can be read. Save the part that you study as a file of "
        "its own and add that."
    ),
    "material.locked": "“{name}” is locked with a password. Save a copy without the password and add that.",
    "material.long": (
        "“{name}” has {characters:.1f} million characters of text; at most {most:.0f} million can be studied, some"
        " 3,000 pages. Save the part that you study as a file of its own and add that."
    ),
    "material.many_pages": (
        "“{name}” has {pages:,} pages; at most {most:,} can be read. Save the chapters that you need as a file of "
        "their own and add that."
    ),
    "material.no_page": "“{name}” has no page {page}: its pages are 1 to {pages}.",
    "material.no_text": "“{name}” has no text to study. Choose a file with text in it.",
    "material.not_in_session": "This session has no such file. Nothing was changed.",
    "material.not_kept": "The file “{name}” is not kept here, so that its pages cannot be opened.",
    "material.not_text": "“{name}” is not text. Save it as plain text and try again.",
    "material.office_damaged": (
        "“{name}” is damaged or incomplete and cannot be read as a {kind}. Open it in its own program, save it "
        "again and add the new copy."
    ),
    "material.old_office": (
        "“{name}” is in an old Office format (.doc, .ppt) that cannot be read. Save it as .docx, .pptx or PDF and "
        "add that."
    ),
    "material.page_too_much": (
        "Page {page} of “{name}” could not be drawn: it took more time or memory than one page may have. The "
        "lesson is not touched by it."
    ),
    "material.pdf_damaged": (
        "“{name}” is damaged or incomplete and cannot be read as a PDF. Download or export it again and add the "
        "new copy."
    ),
    "material.picture": (
        "“{name}” is a picture. Run text recognition (OCR) over it and add the document that this gives."
    ),
    "material.pictures": (
        "“{name}” holds pictures of pages, not text. Run text recognition (OCR) over it and add the copy that this"
        " gives."
    ),
    "material.too_much": (
        "“{name}” could not be read: it took more time or memory than one file may have, or it is damaged in a way"
        " that no reader expects. Save it anew, or add the part that you study as a file of its own."
    ),
    "material.unknown_kind": "“{name}” is of a kind that cannot be read. Add one of these: {kinds}.",
    "material.unreadable_path": "{path} cannot be read: {why}. Check the name and try again.",
}
