"""The entry. Imported, it is the ASGI app that `streamlit run app.py` serves; run as a script, it draws the page."""

import gc
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from streamlit import runtime
from streamlit.runtime.pages_manager import PagesManager

# Otherwise a first request that is a deep link runs the file under pages/ without this one.
PagesManager.uses_pages_directory = False


def draw() -> None:
    """Draw the page that the URL names."""
    from pages._ui.navigation import navigation

    navigation().run()


def warm_up() -> None:
    """Import what pages need, and keep it out of the collection that Streamlit runs after every script run."""
    import altair  # noqa: F401
    import pandas  # noqa: F401

    import pages._ui.session  # noqa: F401

    gc.collect()
    gc.freeze()


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Warm up beside the server, so that it answers meanwhile."""
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    yield


if __name__ == "__main__" and runtime.exists():
    draw()
else:
    app = st.App(Path(__file__).resolve(), lifespan=lifespan)
