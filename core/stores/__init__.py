"""The places where study is kept. Each passes `tests/contract` unchanged."""
