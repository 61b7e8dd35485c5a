"""`make bench`: prints a table of ratios, each measured against the bare thing in the same run.

The plan and quality parts, and most of the material part, have nothing bare beside them: shares, counts and times, some
with a bound of their own.

`python -m tests.bench core`, `plan`, `material`, `quality`, `supabase` or `app` runs one part.
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
print(f"\n{core_bench.import_line()}")
sys.exit(1 if missed else 0)
