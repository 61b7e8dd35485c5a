"""What the course linter says: a finding, and the report on a course."""

from __future__ import annotations

from pydantic import Field, NonNegativeInt

from core.models import Fraction, Value

ADVICE: dict[str, tuple[str, str]] = {
    "too_few_options": ("it has too few options, or no wrong one", "Give a choice 3 or more, several right ones 4"),
    "duplicate_options": ("two options read the same, or one is empty", "Write another"),
    "equivalent_options": ("two options mean the same", "Change one of them"),
    "overlapping_ranges": ("a number may lie in two of the ranges", "Let the ranges meet, not overlap"),
    "all_or_none": ("an option is “all” or “none of the above”", "Name a fourth answer instead, or use multi_select"),
    "combined_options": ("an option joins others (“A and C”)", "Use multi_select"),
    "implausible_distractors": ("an option stands for nothing", "Write what somebody who is wrong would choose"),
    "mixed_options": ("the key alone is a number, or alone is none", "Make all options of one kind"),
    "true_false_misuse": (
        "true and false do not fit what is asked",
        "State something that is True or False",
    ),
    "vague_terms": ("an option says “often”, “sometimes” or the like", "Say how often or when"),
    "lost_sequence": ("the numbers are not in order", "Sort the options by size"),
    "key_in_stem": ("the stem contains the key", "Ask in other words"),
    "clang_association": (
        "a word of the key is in the stem and in no wrong option",
        "Put it in a wrong option too",
    ),
    "longest_option": ("the key is by far the longest option", "Shorten it or make a wrong one as long"),
    "absolute_distractors": ("“always”, “never” or the like only in wrong options", "Take such words out"),
    "absolute_statement": (
        "a false statement says “always” or “never”",
        "Make it wrong in what it says",
    ),
    "article_cue": ("“a” or “an” before the answer gives it away", "Write a/an, or put the article into the options"),
    "number_cue": ("the key alone fits the stem's singular or plural", "Put all options into one number"),
    "convergence_cue": ("each part of the key is in other options too", "Give a wrong option two shared parts as well"),
    "opposite_pair": ("two options are opposites, and one is the key", "Add a second pair or take one of them out"),
    "unfocused_stem": ("the stem does not say what is asked", "Name the subject in it"),
    "unclear_stem": ("the stem opens with a pronoun, or asks two things", "Name the thing; ask one question"),
    "opinion_asked": ("it asks for an opinion", "Ask for a fact"),
    "gratuitous_detail": ("the stem has over 80 words, or an aside", "Take out what the answer does without"),
    "negative_stem": ("it asks what is NOT so", "Ask what is so, or make a true_false of it"),
    "context_dependent": ("it points at something that is not in view", "Say what is meant"),
    "blank_count": ("it has more than one blank", "Leave one"),
    "blank_at_start": ("it begins with the blank", "Put the blank at the end"),
    "hard_to_read": ("the stem is too hard to read", "Make two sentences of it; use shorter words"),
    "missing_source": ("no source has a quote", "Quote the sentence of the lesson that it rests on"),
    "missing_explanation": ("it has no explanation", "Say why the key is right"),
    "unsupported_source": ("its quote does not stand in the lesson", "Copy the sentence as the lesson has it"),
    "language_mismatch": ("it is in another language than the lesson", "Write both in one language"),
    "duplicate_item": ("it asks what an item before it asks", "Ask something else, under an id of its own"),
}


class Finding(Value):
    """One thing to mend (or, as a warning, to look at): in which file, of which item, what, and what to do."""

    file: str
    item: str = ""
    what: str
    advice: str
    is_warning: bool = False


class CourseReport(Value):
    """What was found in a course, and what it holds. `key_positions` counts the keys of its choices by letter."""

    title: str
    findings: tuple[Finding, ...]
    topics: NonNegativeInt = 0
    items: NonNegativeInt = 0
    by_difficulty: dict[str, int] = Field(default_factory=dict)
    by_type: dict[str, int] = Field(default_factory=dict)
    key_positions: dict[str, int] = Field(default_factory=dict)
    pass_rate: Fraction = 0

    @property
    def is_sound(self) -> bool:
        """Whether nothing has to be mended."""
        return all(finding.is_warning for finding in self.findings)
