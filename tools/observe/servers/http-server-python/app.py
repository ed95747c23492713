"""The handler: 200 at /ok, else 404; the library itself answers other methods with 501."""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    """Answers GET, HEAD and POST."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        """All three alike."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        found = self.path.split("?")[0] == "/ok"
        self.send_response(200 if found else 404)
        self.send_header("X-App", "1")
        self.send_header("Content-Length", "3")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(b"ok\n")

    do_HEAD = do_POST = do_GET

    def log_message(self, *_):
        """Says nothing."""


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
