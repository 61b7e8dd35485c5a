"""Symbols whose capitals say what they are: chemical elements (IUPAC) and units (SI brochure, 9th edition)."""

from __future__ import annotations

import re
from itertools import product

_TABLE = """
H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc
Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi
Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og
"""
_ELEMENTS = frozenset(_TABLE.split())
_WORDS = frozenset(("No", "In"))
"""Words that another way of writing makes a formula."""
_WITH_PREFIX = "m g s A K mol Hz N Pa J W C V F Ω S T H Bq Gy Sv L eV M"
_SCALED = _WITH_PREFIX.split()
_UNITS = frozenset(
    [*_SCALED, *(prefix + unit for prefix, unit in product("TGMkhdcmµnp", _SCALED) if prefix + unit != "MM")]
    + [prefix + unit for prefix, unit in product(("", "k", "M", "G", "T"), ("b", "B"))]
    + ["h", "min", "d", "Da", "cd", "lm", "lx", "Nm", "Ws", "Wh", "kWh", "Ah", "mAh"]
)


def is_another_symbol(typed: str, accepted: str) -> bool:
    """Whether what is the same but for capitals is another formula or unit: Co for CO, 5 pA for 5 Pa.

    What is no formula or unit as it was typed, as co or 8 KB, is the one that was meant.
    """
    if _formula(typed) and _formula(accepted) and accepted not in _WORDS:
        return _formula(typed) != _formula(accepted)
    if not re.search(r"\d", accepted):
        return False
    units, wanted = _units(typed), _units(accepted)
    return units != wanted and {*units, *wanted} <= _UNITS


def _formula(text: str) -> list[str]:
    """The elements of a formula in their order; none where it is none."""
    symbols = re.findall(r"[A-Z][a-z]*|[a-z]+", text)
    return symbols if " " not in text.strip() and set(symbols) <= _ELEMENTS else []


def _units(text: str) -> list[str]:
    """The units of a quantity in their order, as they are spelled in the table."""
    letters = re.findall(r"[A-Za-zµΩ]+", text.replace("μ", "µ"))
    return [re.sub("^([mcdhkµn]?)l$", r"\1L", unit) for unit in letters if unit not in ("x", "X")]
