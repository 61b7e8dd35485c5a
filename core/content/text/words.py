"""Word lists and forms of English words: which words carry no topic, which are verbs, a term's key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from core.domain.caches import remembered
from core.domain.plurals import singular

_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\ufeff]")
_BROKEN = re.compile(r"[\ufffe\u00ad\x02](?=\w)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\u00ad\u200b-\u200d\ufeff]")


def listed(text: str) -> frozenset[str]:
    """The words of a list written as one string."""
    return frozenset(text.split())


DETERMINERS = listed("a an the each every this that these those its their our your his her any some no another")


PREPOSITIONS = listed(
    "of in on at by for with from into onto through between among within without against toward towards over under "
    "across during per via near"
)


BEFORE_VERB = listed(
    "to can could will would may might must shall should not we you they i it do does did cannot who which"
)


STOP = (
    DETERMINERS
    | PREPOSITIONS
    | BEFORE_VERB
    | listed(
        "whereas perhaps maybe relevant equal alternative easier appropriate "
        "corresponding according based related "
        "and or but nor so if then than as is are was were be been being am has have had having he she them us me him "
        "what when where why how whose whom there here such same other others own both either neither all most many "
        "much more less few fewer several various one two three four five six seven eight nine ten first second third "
        "last next only also just even still yet again ever never always often sometimes usually very too quite rather "
        "almost about above below up down out off before after until while because since though although whether thus "
        "hence however therefore like unlike around along upon except despite due instead well new "
        "old good better best "
        "great large larger small smaller big high low long short different similar certain "
        "particular specific general "
        "common main major important possible necessary available able useful likely full whole entire single multiple "
        "simple simply easy easily basic actual typical usual normal special additional further overall way ways thing "
        "things kind kinds sort sorts lot lots example examples case cases part parts use uses used using user users "
        "number numbers amount fact reason reasons result results section chapter figure table page book guide manual "
        "note following etc e.g i.e e i g vs many-to let make makes made making get gets got take takes taken see seen "
        "shown show shows give gives given need needs want called known say says become becomes became enough once ago "
        "now today later earlier second-hand anything something everything nothing someone anyone people person time "
        "times day days end set sets right left bit idea step steps detail details question questions problem problems "
        "point points don’t don't can’t can't doesn’t doesn't isn’t isn't won’t i.e. e.g. themselves itself yourself "
        "yes no let’s let's it’s it's you’ll you're"
    )
)


GENERIC_HEADS = listed(
    "result results reason goal idea problem difference answer question part way step purpose aim advantage "
    "disadvantage point solution figure table value example case thing number name program option options most one "
    "ones same trick key process method approach default main first second next last rest other others effect "
    "output input use user users section chapter book guide manual author authors list data type types kind kinds "
    "window dialog button menu screen page file above following important good bad set time people person everyone "
    "everything something someone anything nothing all some none many much few who what which it "
    "this that tutorial tutorials row rows column columns document documentation these "
    "those they we you i he she there here when where how why if and or but"
)


_VERBS = listed(
    "contain produce increase decrease include provide require allow enable cause form create consist occur affect "
    "represent describe explain become remain keep hold move carry convert change release absorb store use make "
    "give take show find call define determine measure calculate compute reduce improve lead follow depend differ "
    "vary apply appear begin start stop end open close enter click select choose press type run add remove delete "
    "save load edit copy print send receive return return set go come get put let help try work look want need know "
    "think see mean say tell ask write read happen exist belong relate refer connect combine separate divide split "
    "join break build grow develop evolve act serve help prevent avoid protect support maintain generate perform "
    "execute implement assume consider regard treat express indicate suggest assign specify compare match contrast "
    "distinguish identify recognise recognize bind attach surround cover line enclose pass cross flow travel spread "
    "transport transfer transmit exchange obtain acquire gain lose win fall rise drop raise pay buy sell own owe "
    "earn spend invest record track handle manage correspond satisfy fulfil meet ensure offer supply feed lie stand "
    "sit extend reach cut turn replace substitute update modify adjust correct fix solve answer collect gather "
    "group arrange sort list count sum multiply estimate predict infer observe note explain illustrate demonstrate "
    "influence control regulate govern drive force push pull trigger activate inhibit block encode decode translate "
    "transcribe replicate synthesize synthesise degrade digest oxidise oxidize phosphorylate "
    "extract install uninstall configure display register construct draw parse rename upgrade invoke evaluate declare "
    "initialize iterate merge terminate resume suspend disable render simulate verify validate confirm ignore skip "
    "accept reject notify detect discard override inherit embed compress encrypt decrypt restore recover transform "
    "reconcile expose resolve simplify inspect retrieve recommend permit reflect involve lack tend inform imply rely "
    "intend attempt prefer interpret conform comply preserve wait stay point expect belong fail succeed "
    "watch locate plug insert unpack decide prepare proceed repeat pick"
)


LY_NOUNS = listed("family assembly anomaly supply monopoly butterfly fly reply ally lily jelly belly polly")


COMMON = listed(
    "that this with from which have each other their these than then when where into such more most also many "
    "some only very used uses using between about through different every because they there been being will "
    "would could should called known does make made same part"
)
_IRREGULAR_VERBS = listed(
    "went gone came kept held found built grew grown wrote written read ran sold bought paid met stood lay lain "
    "lost won fell rose left thought knew saw broke broken began begun put let split cut said told meant sent"
)


def tidy(text: str) -> str:
    """The text on one line: single spaces, no invisible characters, no space before a full stop or comma."""
    line = _SPACE.sub(" ", _INVISIBLE.sub("", text).replace("\ufffe", "")).strip()
    return re.sub(r"\s+([.,;:!?])(?=\s|$)", r"\1", line)


@remembered(65536)
def fold(text: str) -> str:
    """A term's key: lower case, straight apostrophes, its last word in the singular."""
    words = tidy(text).lower().replace("’", "'").split()
    return " ".join([*words[:-1], singular(words[-1])]) if words else ""


def _forms(verb: str) -> Iterator[str]:
    stem = verb[:-1] if verb.endswith("e") else verb
    third = (
        verb[:-1] + "ies"
        if verb.endswith("y") and verb[-2] not in "aeou"
        else verb + ("es" if verb.endswith(("s", "x", "ch", "sh", "o")) else "s")
    )
    yield from (verb, third, stem + "ed", stem + "ing", verb[:-1] + "ied")


def is_listed_verb(word: str) -> bool:
    """Whether the word is a form of a verb that textbooks use much."""
    return word.lower() in VERB_FORMS


VERB_FORMS = frozenset(form for verb in _VERBS for form in _forms(verb)) | _IRREGULAR_VERBS


def clean(text: str) -> str:
    """Text as a reader types it: ligatures and widths normalised, hyphens of line ends and controls gone."""
    if not text.isascii():
        if any("\ud800" <= char <= "\udfff" for char in text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        text = unicodedata.normalize("NFKC", _BROKEN.sub("", text))
    return _CONTROL.sub("", text)
