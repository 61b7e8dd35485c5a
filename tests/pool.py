"""Sections on cells, and the questions that are made of them."""

from __future__ import annotations

from core.agents.builtin.items.quiz_items import make_items
from core.models import Block, Question, Section

MEMBRANE = """The cell membrane is the thin barrier that separates the inside of a cell from its surroundings.
A phospholipid is a lipid molecule with a hydrophilic head and two hydrophobic tails.
Membrane proteins include channel proteins, carrier proteins and receptor proteins.
Channel proteins form pores that let ions pass through the membrane.
Carrier proteins change shape to move larger molecules across the membrane.
Diffusion is the net movement of particles from a region of high concentration to a region of low concentration.
Osmosis is the diffusion of water across a selectively permeable membrane.
Unlike diffusion, active transport requires energy in the form of ATP.
Active transport is the movement of molecules against their concentration gradient.
For example, the sodium-potassium pump moves three sodium ions out of the cell.
Endocytosis is the process by which a cell takes in material by folding its membrane inward.
Exocytosis is the process by which a cell releases material by fusing a vesicle with its membrane."""


RESPIRATION = """Cellular respiration is the process by which cells release energy from glucose.
Glycolysis is the breakdown of glucose into two molecules of pyruvate.
Glycolysis occurs in the cytoplasm and does not require oxygen.
The Krebs cycle takes place in the matrix of the mitochondrion.
The electron transport chain is located in the inner mitochondrial membrane.
Fermentation is the breakdown of glucose without oxygen.
Lactic acid fermentation occurs in muscle cells during hard exercise.
A mitochondrion is an organelle that produces most of the ATP of a cell.
The folds of the inner membrane of the mitochondrion are called cristae.
ATP (adenosine triphosphate) is the molecule that carries energy within cells."""


DIVISION = """Mitosis is the division of a nucleus into two genetically identical nuclei.
Meiosis is the division of a cell into four genetically different gametes.
The phases of mitosis include prophase, metaphase, anaphase and telophase.
Cytokinesis is the division of the cytoplasm that follows mitosis.
A chromosome is a long molecule of DNA wrapped around proteins.
A gamete is a reproductive cell that carries half of the genetic information of the parent.
Crossing over is the exchange of segments between homologous chromosomes.
A receptor is a structure that recognises a signal at the surface of a cell.
The organelles of the cell include ribosomes, vacuoles, lysosomes and chloroplasts."""


def _section(title: str, text: str, page: int) -> Section:
    lines = text.splitlines()
    half = len(lines) // 2
    blocks = (
        Block(kind="heading", text=title, page=page, level=1),
        Block(kind="paragraph", text=" ".join(lines[:half]), page=page),
        Block(kind="paragraph", text=" ".join(lines[half:]), page=page + 1),
    )
    return Section(title=title, page_from=page, page_to=page + 1, blocks=blocks)


POOL = (
    _section("The Cell Membrane", MEMBRANE, 1),
    _section("Cellular Respiration", RESPIRATION, 3),
    _section("Cell Division", DIVISION, 5),
)


DOCUMENT = "cells.pdf"


def questions_on(
    section: Section = POOL[0], *, count: int = 8, seed: int = 1, avoid: tuple[str, ...] = ()
) -> tuple[Question, ...]:
    return make_items(section, POOL, DOCUMENT, count=count, seed=seed, avoid=avoid)[0]


def all_questions() -> list[Question]:
    return [question for section in POOL for seed in range(6) for question in questions_on(section, seed=seed)]
