"""`make bench`: prints a table of ratios, each measured against the bare thing in the same run.

`python -m tests.bench core` or `app` runs one half.
"""

from __future__ import annotations

import sys

from tests.bench import app_bench, core_bench

print("| what | ours | bare | ratio | bound |")
print("| --- | --- | --- | --- | --- |")
halves = sys.argv[1:] or ["core", "app"]
missed = 0
for half in halves:
    for row in {"core": core_bench, "app": app_bench}[half].rows():
        missed += not row.is_met
        print(row.line(), flush=True)
print(f"\n{core_bench.import_line()}")
sys.exit(1 if missed else 0)
