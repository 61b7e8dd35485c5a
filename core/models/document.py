"""What is studied from: a file as it was read, and the units of study cut out of it."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer

from core.models.base import Value

BlockKind = Literal["heading", "paragraph", "list", "definition", "code", "caption", "table"]
DocumentKind = Literal["pdf", "docx", "pptx", "html", "markdown", "text"]
# A larger file is studied, but not kept: a database takes no larger commit in the time that one may have.
MOST_FILE_BYTES = 32 * 2**20
FILE_TYPES = ("pdf", "docx", "pptx", "html", "htm", "md", "markdown", "txt")
"""The endings of files that can be studied from."""


def _decoded(data: object) -> object:
    return b64decode(data, validate=True) if isinstance(data, str) else data


def _encoded(data: bytes) -> str:
    return b64encode(data).decode()


# Bytes that JSON holds in base64, in the alphabet that Postgres reads too.
FileBytes = Annotated[
    bytes, BeforeValidator(_decoded), PlainSerializer(_encoded, when_used="json"), Field(min_length=1, repr=False)
]


class Block(Value):
    """One run of text as the page has it. `page` counts from 1; None where the format has no pages.

    `level` is a heading's depth from 1; `emphasis` the words that the typesetting marks (bold or italic).
    """

    kind: BlockKind
    text: str
    page: int | None = None
    level: int | None = None
    emphasis: tuple[str, ...] = ()


class Bookmark(Value):
    """An entry of a document's own outline: `level` from 1, `page` from 1."""

    title: str
    level: int
    page: int | None = None


class Document(Value):
    """A file as it was read: its blocks in reading order, and its own outline where it has one."""

    name: str
    kind: DocumentKind
    page_count: int | None
    blocks: tuple[Block, ...]
    bookmarks: tuple[Bookmark, ...] = ()


class Section(Value):
    """One unit of study cut out of a document: a topic's text, with the pages it stands on."""

    title: str
    path: tuple[str, ...] = ()
    page_from: int | None = None
    page_to: int | None = None
    blocks: tuple[Block, ...] = ()

    @property
    def words(self) -> int:
        """How many words the section has, headings left out."""
        return sum(len(block.text.split()) for block in self.blocks if block.kind != "heading")


class Material(Value):
    """A document that a session studies from. `digest` is the SHA-256 of the file's bytes."""

    id: str
    name: str
    kind: str
    page_count: int | None
    digest: str
    sections: tuple[Section, ...]


class MaterialFile(Value):
    """The file that a material was read from, as it was added: the very bytes whose digest the material has."""

    material_id: str
    data: FileBytes

    @classmethod
    def of(cls, material: Material | MaterialSummary, data: bytes) -> MaterialFile | None:
        """The file to keep of a material; None where it has no pages or is too large."""
        if material.kind != "pdf" or len(data) > MOST_FILE_BYTES:
            return None
        return cls(material_id=material.id, data=data)


class PageImage(Value):
    """A page of a PDF as a picture (WebP). `page` counts from 1 to `page_count`.

    `marked` says how much of the words that were looked for is marked on it: all, a part, or none of them; `mark_at`
    where the mark begins, as a share of the height from the top.
    """

    document: str
    page: int
    page_count: int
    image: FileBytes
    marked: Literal["all", "part", "none"]
    mark_at: float = 0


class MaterialSummary(Value):
    """A material without its text. `has_file` says whether the file itself is kept, so that its pages can be opened."""

    id: str
    name: str
    kind: str
    page_count: int | None
    digest: str
    section_titles: tuple[str, ...]
    has_file: bool = False
