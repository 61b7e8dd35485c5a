"""A browser tab without a browser: speaks Streamlit's websocket, asks for reruns and waits until each is done.

What is timed with it is the server's side: the script, and its messages up to the last. Nothing is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect


@dataclass(frozen=True)
class Answer:
    """What came before a run was done: how many messages, their bytes, and the page's buttons, label to widget id."""

    messages: int
    size: int
    buttons: Mapping[str, str]


class Tab:
    """One connection to a running server; `cookie` is what a signed-in browser would send."""

    def __init__(self, url: str, page: str = "", query: str = "", *, cookie: str = "") -> None:
        self._socket = connect(
            url.replace("http", "ws") + "/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            origin=url,  # type: ignore[arg-type]
            additional_headers={"Cookie": cookie} if cookie else None,
            max_size=None,
        )
        self._page, self._query = page, query

    def __enter__(self) -> Tab:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._socket.close()

    def rerun(self, pressed: str = "") -> Answer:
        """Run the page once more, with the button of this widget id pressed. Raises `RuntimeError` where it fails."""
        message = BackMsg()
        message.rerun_script.query_string = self._query
        message.rerun_script.page_name = self._page
        if pressed:
            message.rerun_script.widget_states.widgets.add(id=pressed, trigger_value=True)
        self._socket.send(message.SerializeToString())
        messages = size = 0
        buttons: dict[str, str] = {}
        while True:
            data = self._socket.recv(timeout=60)
            answer = ForwardMsg()
            answer.ParseFromString(data)
            messages, size = messages + 1, size + len(data)
            kind = answer.WhichOneof("type")
            element = answer.delta.new_element
            if kind == "page_not_found" or element.HasField("exception"):
                raise RuntimeError(f"The page {self._page!r} was not drawn: {element.exception.message or kind}")
            if element.HasField("button"):
                buttons[element.button.label] = element.button.id
            if kind == "script_finished" and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return Answer(messages, size, buttons)
