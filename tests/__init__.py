"""Tests: `core/`, `pages/` and `docs/` as the house has them, contract, sql, e2e, faults, bench, a local Supabase."""

import os

# `make supabase` writes the address of the developer's database into `.env.local`. Processes that tests start inherit
# this.
os.environ["EXAMMENTOR_ENV_FILE"] = ""
