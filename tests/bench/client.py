"""A browser tab without a browser: speaks Streamlit's websocket, asks for reruns and waits until each is done."""

from __future__ import annotations

from types import TracebackType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect


class Tab:
    """One connection to a running server."""

    def __init__(self, url: str, page: str, query: str = "") -> None:
        address = url.replace("http", "ws") + "/_stcore/stream"
        self._socket = connect(address, subprotocols=["streamlit"], origin=url, max_size=None)  # type: ignore[arg-type]
        self._page, self._query = page, query

    def __enter__(self) -> Tab:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._socket.close()

    def rerun(self) -> int:
        """Run the page once more; returns how many messages came before it was done."""
        message = BackMsg()
        message.rerun_script.query_string = self._query
        message.rerun_script.page_name = self._page
        self._socket.send(message.SerializeToString())
        messages = 0
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(self._socket.recv(timeout=60))
            messages += 1
            if answer.WhichOneof("type") == "script_finished":
                if answer.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    continue
                return messages
