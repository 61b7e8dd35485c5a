"""The HTTP API: routes over `StudyService`. `core.api.app` builds it; only that brings FastAPI."""
