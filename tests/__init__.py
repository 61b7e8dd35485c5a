"""Tests: `core/`, `pages/` and `docs/` as the house has them, contract, sql, e2e, faults, bench, a local Supabase."""
