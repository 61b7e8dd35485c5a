"""Reading what a learner brings: files to documents, documents to units of study, a pasted syllabus to topics."""

from core.documents import Document, Material
from core.material.glossaries import with_glossaries
from core.material.outline import sections
from core.material.plain import decode
from core.material.reading import read_document
from core.material.syllabus import syllabus_topics

__all__ = ["decode", "make_material", "read_document", "sections", "syllabus_topics"]


def make_material(document: Document, *, material_id: str, digest: str) -> Material:
    """The document cut into units of study. `digest` is the SHA-256 of the file's bytes, in hex."""
    return Material(
        id=material_id,
        name=document.name,
        kind=document.kind,
        page_count=document.page_count,
        digest=digest,
        sections=sections(document.model_copy(update={"blocks": with_glossaries(document.blocks)})),
    )
