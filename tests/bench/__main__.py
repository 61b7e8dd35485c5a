"""`make bench`: prints a table of ratios, each measured against the bare thing in the same run.

The plan and quality parts, and most of the material part, have nothing bare beside them: shares, counts and times, some
with a bound of their own. Where a ratio swings with the machine, the part runs five times: the run of the median ratio
is printed with the range, and it is that ratio which the bound holds. Exits 1 where a bound is missed.

`python -m tests.bench PART …` runs some parts. What they need beside the packages that `make bench` installs:

    core plan        nothing
    mastery          nothing, and scikit-learn (`requirements-bench.txt`) for the logistic regressions; MASTERY_LOG
                     names a log of answers to take in place of a simulated one
    material         two manuals from Debian's packages: see `material_bench`
    quality          QUALITY_DOCUMENTS, a folder of documents, for all but the judged sheets: see `quality_bench`
    supabase         the programs of the local Supabase (`.venv/stack`)
    app              a chromium, and for the account page the same programs

What cannot be had is named on stderr as skipped, and its lines are left out; no part touches what the developer has set
or stored.
"""

from __future__ import annotations

import os
import sys

from tests.bench import app_bench, core_bench, mastery_bench, material_bench, plan_bench, quality_bench, supabase_bench

# What the developer has set is for the developer's app: every part has folders and databases of its own.
for name in [*os.environ]:
    if name.upper().startswith(("EXAMMENTOR_", "SUPABASE_")):
        del os.environ[name]
print("| what | ours | bare | ratio | bound |")
print("| --- | --- | --- | --- | --- |")
PARTS = {
    "core": core_bench,
    "plan": plan_bench,
    "mastery": mastery_bench,
    "material": material_bench,
    "quality": quality_bench,
    "supabase": supabase_bench,
    "app": app_bench,
}
parts = sys.argv[1:] or list(PARTS)
missed = 0
for part in parts:
    for row in PARTS[part].rows():
        missed += not row.is_met
        print(row.line(), flush=True)
sys.exit(1 if missed else 0)
