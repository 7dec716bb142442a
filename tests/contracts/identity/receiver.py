"""Pointsbook's place in the contract: somewhere for back-channel logouts to arrive."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from urllib.parse import parse_qs

LOGOUT_PATH = "/auth/backchannel-logout"
WAIT_SECONDS_MAX = 5


class Receiver:
    def __init__(self, url: str, inbox: "Queue[str]") -> None:
        self.url = url
        self._inbox = inbox

    def logout_token(self) -> str:
        return self._inbox.get(timeout=WAIT_SECONDS_MAX)


@contextmanager
def receiving() -> Iterator[Receiver]:
    inbox: Queue[str] = Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
            known = self.path == LOGOUT_PATH
            if known:
                inbox.put(form["logout_token"][0])
            self.send_response(200 if known else 404)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing: tests speak through their asserts."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Receiver(f"http://127.0.0.1:{server.server_port}", inbox)
        finally:
            server.shutdown()
            thread.join()
