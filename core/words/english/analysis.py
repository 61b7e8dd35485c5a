"""What a quiz shows."""

from __future__ import annotations

ANALYSIS = {
    "analysis.blank": "{questions} questions were left blank; they count as wrong.",
    "analysis.firm": "Firm: {concepts:joined}.",
    "analysis.firm_and_more": "Firm: {concepts:joined} and more.",
    "analysis.good_base": "A good base. What is left are single points, and they are listed here.",
    "analysis.not_there": (
        "This topic is not there yet, and now you know where to start. Read the first recommendation, then try a "
        "few questions again."
    ),
    "analysis.nothing_answered": (
        "Nothing was answered this time. Even a guess shows you where to read, so try a few next time."
    ),
    "analysis.nothing_counted": "Nothing counted on {topic}.",
    "analysis.nothing_to_answer": "There was nothing to answer, so this says nothing about what you know.",
    "analysis.one_blank": "One question was left blank; it counts as wrong.",
    "analysis.part_holds": "Part of this holds already. Take the concepts you missed one at a time, then try again.",
    "analysis.read": "Read “{concept}” again.",
    "analysis.read_document": "Read “{concept}” again: {document}.",
    "analysis.read_pages": "Read “{concept}” again: {count:number page|pages} {pages:joined}.",
    "analysis.read_pages_of": "Read “{concept}” again: {count:number page|pages} {pages:joined} of {document}.",
    "analysis.right": "{right} of {asked} right on {topic}.",
    "analysis.shaky": "To go over again: {concepts:joined}.",
    "analysis.shaky_and_more": "To go over again: {concepts:joined} and more.",
    "analysis.sits_well": "This sits well. A short look again in a few days is enough to keep it.",
}
