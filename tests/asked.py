"""Questions that a book answers, and questions that it does not."""

from __future__ import annotations

from functools import cache

from core.content.outline.sections import make_material
from core.content.readers.reading import read_document
from core.models import Material
from tests.journey import NOTES
from tests.textbook import textbook_pdf

ANSWERABLE = {
    "What is osmosis?": "net movement of water",
    "what's a vesicle": "small sac of membrane",
    "Define apoptosis": "orderly way",
    "What does the golgi apparatus do?": "modifies, sorts and packs",
    "What is the function of the nucleus?": "holds most of the cell's DNA",
    "What are homologous chromosomes?": "carry the same genes",
    "What is crossing over?": "exchange matching pieces",
    "How many chromosomes does a human body cell have?": "46 chromosomes",
    "What happens in metaphase?": "line up across the middle",
    "What does the sodium-potassium pump do?": "three sodium ions",
    "What role does cholesterol play in membranes?": "steadies this movement",
    "How do channel proteins help water pass?": "aquaporins",
    "What do lysosomes contain?": "digestive enzymes",
    "Do ribosomes have a membrane?": "no membrane",
    "How does glucose get into the cell uphill?": "glucose uphill",
    "What is the difference between a hypertonic and a hypotonic solution?": "water enters",
    "What is humus?": "dark organic matter",
    "Why do farmers value topsoil?": "holds water and nutrients",
    "Which bacteria turn nitrogen gas into ammonia?": "turn nitrogen gas into ammonia",
    "Where do legumes house bacteria?": "nodules on their roots",
}


NOT_THERE = (
    "What is the capital of France?",
    "How do viruses infect a cell?",
    "Who discovered the cell?",
    "What is natural selection?",
    "How does insulin lower blood sugar?",
    "How do muscles store lactic acid?",
    "Who was Gregor Mendel?",
    "What is a nephron?",
    "How long does mitosis take in hours?",
    "What is a covalent bond?",
    "What is the Krebs cycle?",
    "Who proposed the fluid mosaic model?",
    "How do neurons transmit electrical signals along an axon?",
    "How does the kidney filter blood?",
    "What colour is chlorophyll b?",
    "What is the meaning of life?",
    "How deep do the roots of an oak grow?",
    "Which fertiliser suits clay?",
    "What is the pH of topsoil?",
    "How many earthworms live in a square metre?",
)


@cache
def book() -> tuple[Material, ...]:
    files = {"cells.pdf": textbook_pdf(), "soil.md": NOTES.encode()}
    return tuple(
        make_material(read_document(name, data), material_id=name, digest=name) for name, data in files.items()
    )
