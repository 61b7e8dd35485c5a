"""`make bench`: prints a table of ratios, each measured against the bare thing in the same run.

`python -m tests.bench core`, `supabase` or `app` runs one part.
"""

from __future__ import annotations

import sys

from tests.bench import app_bench, core_bench, supabase_bench

print("| what | ours | bare | ratio | bound |")
print("| --- | --- | --- | --- | --- |")
parts = sys.argv[1:] or ["core", "supabase", "app"]
missed = 0
for part in parts:
    for row in {"core": core_bench, "supabase": supabase_bench, "app": app_bench}[part].rows():
        missed += not row.is_met
        print(row.line(), flush=True)
print(f"\n{core_bench.import_line()}")
sys.exit(1 if missed else 0)
