"""The agents that write: `builtin` from the material alone; `router` reads what a learner asks for."""
