"""False statements made by turning one word into its opposite: "before" to "after", "cannot" to "can"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.agents.builtin.items.drafts import Draft
from core.agents.builtin.items.index import Index
from core.agents.builtin.items.stems import mentions_here
from core.agents.builtin.items.worth import is_statement, worth_of

_PAIRS = (
    ("before", "after"),
    ("increases", "decreases"),
    ("increase", "decrease"),
    ("higher", "lower"),
    ("highest", "lowest"),
    ("larger", "smaller"),
    ("largest", "smallest"),
    ("longer", "shorter"),
    ("faster", "slower"),
    ("earlier", "later"),
    ("minimum", "maximum"),
    ("at least", "at most"),
    ("enabled", "disabled"),
    ("horizontal", "vertical"),
    ("internal", "external"),
    ("inside", "outside"),
    ("positive", "negative"),
    ("more than", "less than"),
)
_ONE_WAY = {
    "without": "with",
    "cannot": "can",
    "is not": "is",
    "are not": "are",
    "was not": "was",
    "were not": "were",
    "will not": "will",
    "greater than": "less than",
}
_OPPOSITES = dict(_PAIRS) | {opposite: word for word, opposite in _PAIRS} | _ONE_WAY
_TURN = re.compile(
    rf"(?<!\bno )(?<!\bnot )(?<!\bor )(?<!\band )\b(?:{'|'.join(sorted(_OPPOSITES, key=len, reverse=True))})\b"
    r"(?! (?:only|necessarily|and|or|longer)\b)"
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|neither|nor|none|unless|without|cannot|hardly|but|only|"
    r"except|otherwise)\b|n['’]t\b"
)
# Words that go with "not": "there is much to do except" and "which are already linked" read wrong without it.
_WITH_NOT = re.compile(r"\b(?:much|any|yet|either|enough|at all|already|anymore|until|even|as well)\b", re.IGNORECASE)
_NAMED_AFTER = re.compile(
    r"\b(?:named|called|fashioned|model+ed|look\w*|tak\w+|took|shortly|soon|long|day|year|time|one) $", re.IGNORECASE
)
_BARE = re.compile(r"^ (?:than|in)\b")
_PARTLY = re.compile(
    r"\b(?:some|sometimes|many|most|often|usually|may|might|could|every|all|always|necessarily|normally|generally)\b",
    re.IGNORECASE,
)


def turned_drafts(index: Index, number: int) -> Iterator[Draft]:
    """A sentence with one word turned into its opposite, where nothing else in it says yes or no."""
    seen: set[str] = set()
    for key, mention in mentions_here(index, number):
        text = mention.sentence.text
        turns = list(_TURN.finditer(text))
        if text in seen or not is_statement(text) or len(turns) != 1:
            continue
        seen.add(text)
        turn = turns[0]
        was = turn.group()
        if _NEGATION.search(text[: turn.start()] + text[turn.end() :]):
            continue
        # "Detailed earlier" is said of the document, "they are later paid" of a case that was told.
        if was in ("earlier", "later") and not _BARE.match(text[turn.end() :]):
            continue
        if was in ("before", "after") and _NAMED_AFTER.search(text[: turn.start()]):
            continue
        if was in {*_ONE_WAY, "always", "never"} and _WITH_NOT.search(text):
            continue
        # "In some cases it is not possible" leaves cases where it is.
        if was in _ONE_WAY and _PARTLY.search(text):
            continue
        now = _OPPOSITES[was]
        turned = text[: turn.start()] + now + text[turn.end() :]
        yield Draft(
            "false",
            key,
            turned,
            mention.quote,
            mention.sentence.page,
            ("False",),
            ("True",),
            worth=worth_of(index, number, key, mention) + 2,
            besides=f"the material has “{was}”, not “{now}”",
        )
