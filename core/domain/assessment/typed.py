"""What a typed answer says: two texts with the same fold mean the same.

Superscripts become "^" and fractions "/" before NFKC (Unicode Standard Annex #15), which makes 103 of 10³. Marks are
dropped for Latin, Greek and Cyrillic letters alone: elsewhere they are vowels. What holds a digit, a sign, a charge, a
relation or an operator is folded in its way of printing only.
"""

from __future__ import annotations

import re
import unicodedata

from core.domain.plurals import singular

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"
_SUPERSCRIPTS = re.compile(f"[{_RAISED}]+")
_LEVEL = str.maketrans(_RAISED, "0123456789+-=()n")
_SIGNS = str.maketrans(
    {"−": "-", "–": "-", "—": "-", "‐": "-", "×": "*", "·": "*", "⋅": "*", "÷": "/", "⁄": "/", "∕": "/",
     "≤": "<=", "≥": ">=", "≠": "!=", "→": "->", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
     "‘": "'", "’": "'", "′": "'", "٫": ".", "٬": ",", "ـ": "", "أ": "ا", "إ": "ا"}
)  # fmt: skip
_FOLDED_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")
_JOINER = re.compile(r"(?<=[^\W\d_]{3})(?:-+(?=\w)|\s*-+\s*(?=[^\W\d_]{3}))|(?<=[^\W\d_])-+(?=[^\W\d_]{3})")
_BRACKETS = re.compile(r"(?<=[^\W\d_]{3})\s*\(([^()]*)\)")
_ISOTOPE = re.compile(r"(?<!\S)\^(?=\d+[A-Z])")
_ORBITAL = re.compile(r"(?<=\d[spdf])\^(?=\d)|(?<=\bsp)\^(?=[23]\b)")
_CHARGE = re.compile(r"\^(?=\d*[+-](?:\s|$))|(?<=[A-Za-z)\]]\d) (?=\d*[+-]$)")
_ROOT = re.compile(r"\bsqrt\((\w+)\)")
_TA_MARBUTA = re.compile(r"ة\b")
_NASAL = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])")
"""A nasal before a consonant of its own row, which the standard spelling of Hindi writes as a point: हिन्दी, हिंदी."""
_INDIC_JOINER = re.compile("(?<=[\u0900-\u0dff])-+(?=[\u0900-\u0dff])")
_VOWELLED = re.compile("[\u064b-\u0652\u0670]")
_TIMES = re.compile(r"(?<=\d)\s*[xX]\s*(?=\d)")
_THOUSANDS = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})(?![\d,])")
_THOUSANDS_POINT = re.compile(r"(?<![\d.,])\d{1,3}(?:(?:\.\d{3})+(?=,\d)|(?:\.\d{3}){2,}(?![\d.]))")
_THOUSANDS_APART = re.compile(r"(?<![\d.,/] )(?<![\d.,/])\d{1,3}(?: \d{3})+(?![\d/])(?! \d)")
_LISTED = re.compile(r"(?<=[\d)])\s*([,:;])\s*(?=[\d(+-])")
_INTERVAL = re.compile(r"([\[(\]])\s*(\w)\s*,\s*(\w)\s*([\])\[])")
_PRIME = re.compile(r"(?<![\w'])([^\W\d_])('+)(?![^\W\d_])")
_DECIMAL = re.compile(r"(?<![\d.])(\d*)\.(\d+)(?![\d.])")
_MEGA = re.compile(r"(?<=\d)(\s*)M(?=(?:W|Hz|V|A|J|Pa|eV|Ω|B|N)\b)")
_MICRO = re.compile(r"(?<=\d)(\s*)u(?=(?:m|g|l|L|s|A|V|W|F|H|C|M|mol)\b)")
_PI = re.compile(r"(?<![Ͱ-Ͽ])π(?![Ͱ-Ͽ])")
_APART = re.compile(r"(?<=\d) +(?=\d)")

_OUR = re.compile(r"(?<=[a-z]{2})our(?=$|s$|ed$|ing$|al$|able$|ful$|ist$|ite$|less$)")
_ISE = re.compile(r"(?<=[a-z]{3})is(?=e$|es$|ed$|er$|ers$|ing$|ation$|ations$)")
_RE = re.compile(r"(?<=[bt])re$")


def fold_answer(text: str, *, has_decimal_comma: bool = False) -> str:
    """A typed answer without what does not matter: see `fold_words`, and spaces."""
    return "".join(fold_words(text, has_decimal_comma=has_decimal_comma))


def fold_words(text: str, *, has_decimal_comma: bool = False) -> tuple[str, ...]:
    """A typed answer's words and symbols without what does not matter.

    Of words: case, punctuation, hyphens, accents, a plural, a leading article, and British against American spelling
    (-our/-or, -ise/-ize, -re/-er, ae/e, oe/e, sulph/sulf). Of numbers: commas between thousands (with a decimal comma,
    how the point is written), a space between thousands, digits of another script, and noughts that say nothing. Of
    formulas and units: spaces, how a sign is printed, and case, but for a capital M after a number, which is mega.
    """
    shown = _printed(text, has_decimal_comma=has_decimal_comma)
    words = [part for token in shown.split() for part in _parts(token)]
    if len(words) > 1 and words[0] in ("a", "an", "the") and len(words[1]) > 1:
        words = words[1:]
    return tuple(word if is_exact(word) else _word(word) for word in words)


def unvowelled(word: str) -> str:
    """A word without the marks of Arabic vowels, which most writers leave out."""
    return _VOWELLED.sub("", word)


def as_typed(text: str) -> str:
    """A typed answer but for case, and spaces that do not stand between two digits."""
    shown = _MEGA.sub(r"\1mega", unicodedata.normalize("NFC", text)).casefold()
    return re.sub(r"\s+", "", re.sub(r"(?<=\d)\s+(?=\d)", "&", shown))


def is_exact(word: str) -> bool:
    """Whether a folded word holds anything but letters and their marks."""
    return any(unicodedata.category(letter)[0] not in "LM" for letter in word)


def _printed(text: str, *, has_decimal_comma: bool) -> str:
    text = "".join(_ascii_digit(letter) for letter in text if unicodedata.category(letter) != "Cf")
    level = _SUPERSCRIPTS.sub(lambda found: f"^{found[0].translate(_LEVEL)}", text)
    level = "".join(f" {_nfkc(letter)} " if "⁄" in _nfkc(letter) else letter for letter in level)
    plain = _nfkc(level).translate(_SIGNS)
    plain = _TA_MARBUTA.sub("ه", _NASAL.sub("ं", _INDIC_JOINER.sub(" ", plain)))
    plain = _ROOT.sub(r"√\1", _ORBITAL.sub("", _ISOTOPE.sub("", plain)))
    plain = _PI.sub("pi", _MEGA.sub(r"\1mega", _MICRO.sub(r"\1μ", plain)))
    plain = _PRIME.sub(lambda found: found[1] + "~" * len(found[2]), _without_marks(plain.casefold()))
    plain = _INTERVAL.sub(r"\1\2,\3\4", plain.replace("'", ""))
    plain = _BRACKETS.sub(r" \1 ", plain)
    plain = _CHARGE.sub("", _JOINER.sub(" ", _TIMES.sub("*", plain)))
    if has_decimal_comma:
        plain = _THOUSANDS_POINT.sub(lambda found: found[0].replace(".", ""), plain)
        plain = re.sub(r"(?<=\d),(?=\d)", ".", plain)
    else:
        plain = _THOUSANDS.sub(lambda found: found[0].replace(",", ""), plain)
    plain = _THOUSANDS_APART.sub(lambda found: found[0].replace(" ", ""), plain)
    plain = _LISTED.sub(r"\1", _DECIMAL.sub(_number, plain))
    # Two numbers side by side, as in 2 1/2, are not one.
    plain = _APART.sub("&", plain.strip())
    return re.sub(r"^\+(?=[\d.])", "", plain)


def _ascii_digit(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _number(found: re.Match[str]) -> str:
    decimals = found[2].rstrip("0")
    return f"{found[1] or '0'}.{decimals}" if decimals else found[1] or "0"


def _without_marks(text: str) -> str:
    kept: list[str] = []
    base = ""
    for letter in unicodedata.normalize("NFD", text):
        if unicodedata.category(letter)[0] != "M":
            base = unicodedata.name(letter, "").split(" ")[0]
        elif base in _FOLDED_SCRIPTS:
            continue
        kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept))


def _parts(token: str) -> list[str]:
    """A token as one symbol where it holds a digit or a sign, else as its words without punctuation."""
    bare = token.strip('.,;:?"“”„«»¿¡…।،؛؟')
    if re.search(r"[^\W\d_]{2}!+$", bare):
        bare = bare.rstrip("!")
    marked = re.search(r"[\d+*/^=<>%#!&|~@$-]", bare) or any(unicodedata.category(sign)[0] == "S" for sign in bare)
    if marked or re.fullmatch(r"\w\(\w+\)|[\[(\]]\w,\w[\])\[]", bare):
        return [] if bare in ("!", "-") and bare != token else [bare]
    letters = "".join(letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in bare)
    return letters.split()


def _word(word: str) -> str:
    folded = _ISE.sub("iz", _OUR.sub("or", singular(word)))
    folded = _RE.sub("er", folded).replace("sulph", "sulf")
    if len(folded) <= 3:
        return folded
    return re.sub("^alumini?um", "aluminium", folded.replace("ae", "e").replace("oe", "e"))
