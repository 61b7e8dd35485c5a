"""The entry. Imported, it is the ASGI app that `streamlit run app.py` serves; run as a script, it draws the page."""

from pathlib import Path

import streamlit as st
from starlette.routing import Mount, Route
from streamlit import runtime
from streamlit.runtime.pages_manager import PagesManager

from pages._ui.navigation import run
from pages._ui.serving import api, check_settings, lifespan

# Otherwise a first request that is a deep link runs the file under pages/ without this one.
PagesManager.uses_pages_directory = False

if __name__ == "__main__" and runtime.exists():
    run()
else:
    check_settings()
    app = st.App(Path(__file__).resolve(), lifespan=lifespan, routes=[Mount("/api", app=api), Route("/api", api)])
