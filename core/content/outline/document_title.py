"""What a document is called by a person: its own title, else what its file's name says."""

from __future__ import annotations

import re
from pathlib import PurePath

from core.content.text.titles import clean_title, is_generic, is_label, is_matter
from core.models import Block, Document

MOST_WORDS = 12
_SENTENCE = re.compile(r"[.!?:;,]\s*$")
_APART = re.compile(r"[\s_.\-–—+]+|\(\d+\)|(?<=[a-z])(?=[A-Z])")
# Words of a file's name that say nothing of what is in it.
_SAYS_NOTHING = frozenset(
    ("doc", "docs", "document", "file", "pdf", "text", "book", "notes", "note", "page", "pages", "image", "img")
) | frozenset(("final", "copy", "new", "old", "draft", "version", "scan", "scanned", "untitled", "download", "export"))


def document_title(document: Document) -> str:
    """The title that stands over the whole document, else a file name that says something, else nothing."""
    return _over_it_all(document) or _of_file(document.name)


def _over_it_all(document: Document) -> str:
    """The first line, where it is a short one that no other heading stands beside."""
    if not document.blocks:
        return ""
    first = document.blocks[0]
    is_beside = first.kind == "heading" and any(
        block.kind == "heading" and (block.level or 1) <= (first.level or 1) for block in document.blocks[1:]
    )
    return clean_title(first.text) if not is_beside and _is_title(first) else ""


def _is_title(block: Block) -> bool:
    words = block.text.split()
    if block.kind not in ("heading", "paragraph") or not 0 < len(words) <= MOST_WORDS or _SENTENCE.search(block.text):
        return False
    says_nothing = is_matter(block.text) or is_label(block.text) or is_generic(clean_title(block.text))
    return not says_nothing and any(char.isalpha() for char in block.text)


def _of_file(name: str) -> str:
    words = [word for word in _APART.split(PurePath(name).stem) if word]
    bare = [word.strip("0123456789").casefold() for word in words]
    telling = [word for word in bare if len(word) > 2 and word not in _SAYS_NOTHING]
    if not telling or sum(map(str.isdigit, name)) > sum(map(str.isalpha, name)):
        return ""
    title = clean_title(" ".join(words))
    return title[:1].upper() + title[1:]
