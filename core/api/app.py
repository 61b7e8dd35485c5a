"""The API put together: routes, problems, docs, and the guard around them."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.types import ASGIApp

from core.api.dependencies import ApiContext
from core.api.docs import docs_routes
from core.api.guard import Guard
from core.api.problems import answer_problems
from core.api.routes import account, server, sessions

ABOUT = """Study sessions for other front ends: begin one, read its state, save it, take a step, read its history.

Every answer that is not a success is `{"reason": "<a sentence>"}`. A call that names the `version` it has seen may be
repeated: it answers as the first did and changes nothing twice."""


def build_api(context: ApiContext) -> ASGIApp:
    """The API for the callers that `context` lets in, to be mounted under `/api`."""
    return Guard(build_routes(context), context)


def build_routes(context: ApiContext) -> FastAPI:
    """The routes without the guard; `openapi()` of it is what `/openapi.json` says."""
    app = FastAPI(
        title="ExamMentor", version="1", description=ABOUT, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    answer_problems(app)
    app.state.api = context
    app.include_router(sessions)
    app.include_router(account)
    app.include_router(server)
    app.include_router(docs_routes(app.openapi))
    return app
