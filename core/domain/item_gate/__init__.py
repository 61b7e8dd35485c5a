"""The checks that every question passes before a learner sees it, whether code, a model or an author wrote it.

Each rule is a function `(Question) -> bool`, true where the item breaks it; two more look at the text that the item
rests on, and one at the items before it. The rules come from

- Haladyna, Downing & Rodriguez (2002), "A review of multiple-choice item-writing guidelines for classroom assessment",
  Applied Measurement in Education 15(3): a number in a rule's docstring is the guideline's there;
- the nineteen item-writing flaws as automated by Moore, Nguyen, Chen & Stamper (2023), "Assessing the quality of
  multiple-choice questions using GPT-4 and rule-based methods", arXiv 2307.08161: named in quotation marks.

Two of the nineteen are kinds of item that are asked here on purpose, true/false and fill-in-the-blank: their rules
refuse what makes such an item bad, not the kind.

Guideline 20, keys that are spread over the places, holds for a set and not for an item:
`core/content/courses/balance.py`.
"""

from core.domain.item_gate.gate import DUPLICATE, RULES, GateReport, Rejected, check_item, gate, is_same, report

__all__ = ["DUPLICATE", "RULES", "GateReport", "Rejected", "check_item", "gate", "is_same", "report"]
