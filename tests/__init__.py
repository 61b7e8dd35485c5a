"""The tests: `core/`, `pages/` and `docs/` as the house has them; contract, sql, e2e, faults, bench, and the local Supabase."""
