"""The agents that write: `builtin` from the material alone, `llm` with a model, `router` to pick and to fall back."""
