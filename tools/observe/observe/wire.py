"""One request on a socket of its own, and what came back."""

import re
import socket
import time
from dataclasses import dataclass, field

PATIENCE = 5.0  # seconds without an answer until a server counts as silent
OURS = (200, 404, 405)  # what the handlers answer
LONGEST = 65536  # bytes of an answer that are read


@dataclass
class Answer:
    """An answer, or how the connection ended without one (`status_line` empty: `outcome` says how)."""

    outcome: object  # a status, "closed", "silent", or "bare": text without a status line
    status_line: str = ""
    headers: list = field(default_factory=list)
    body: str = ""

    @property
    def by_application(self):
        """Whether our handler wrote it: it marks what it answers, and answers nothing else. (A cache that writes its own 416
        leaves the mark of the page in place.)"""
        return self.outcome == "bare" or self.outcome in OURS and any(n.lower() == "x-app" for n, _ in self.headers)

    @property
    def accepted(self):
        """Whether the server let the request through, whatever the application then made of it."""
        if self.outcome in ("closed", "silent"):
            return False
        return self.by_application or self.outcome < 400 or self.outcome in (404, 405)

    @property
    def verdict(self):
        """What is recorded: `accepted`, a status, `closed` or `silent`."""
        return "accepted" if self.accepted else self.outcome


def whole(raw, head_only):
    """Whether the bytes so far are a whole answer (an interim 1xx is none)."""
    raw = last_answer(raw)
    head, blank, body = raw.partition(b"\r\n\r\n")
    if not blank:
        return False
    lowered = head.lower()
    if head_only or b" 204 " in head[:16] or b" 304 " in head[:16]:
        return True
    if b"chunked" in lowered:
        return body.endswith(b"0\r\n\r\n")
    for line in lowered.split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(body) >= int(line.split(b":")[1])
    return b" 101 " in head[:16]


def last_answer(raw):
    """Without the interim answers at the front."""
    while raw[:7] == b"HTTP/1." and raw[9:12] in (b"100", b"102", b"103"):
        _, blank, rest = raw.partition(b"\r\n\r\n")
        if not blank:
            break
        raw = rest
    return raw


def read(raw, ended, asked):
    """The bytes that came, as an answer to what was asked. `ended`: the server closed; else time ran out."""
    raw = last_answer(raw)
    if not raw:
        return Answer("closed" if ended else "silent")
    if raw[:2] == b"\x15\x03":  # a TLS alert
        return Answer("closed")
    if raw[:2] == b"\x16\x03":  # the server goes on with the TLS handshake
        return Answer(200, "TLS ServerHello")
    if not raw.startswith(b"HTTP/"):
        text = raw[:200].decode("utf-8", "replace")
        # Python and Tomcat send their error page alone to what they take for HTTP/0.9.
        if page := re.search(rb"(?:Error code:|HTTP Status) (\d{3})", raw):
            return Answer(int(page[1]), body=text)
        # An HTTP/2 server greets with SETTINGS; GOAWAY alone is a refusal.
        frame = raw[3:4] if raw[:2] == b"\0\0" else b""
        if frame == b"\x04":
            return Answer(200, "HTTP/2 SETTINGS")
        if frame == b"\x07":
            return Answer("closed")
        # a client that names a version can't read an answer without a status line
        return Answer("closed" if b" HTTP/" in asked.partition(b"\n")[0].upper() else "bare", body=text)
    head, _, body = raw.partition(b"\r\n\r\n")
    line, *headers = head.decode("latin-1").split("\r\n")
    words = line.split(" ")
    status = int(words[1]) if len(words) > 1 and words[1].isdigit() else "closed"
    pairs = [tuple(p.strip() for p in h.partition(":")[::2]) for h in headers]
    return Answer(status, line, pairs, body[:200].decode("utf-8", "replace"))


def exchange(port, send, then=b"", patience=PATIENCE):
    """Sends one request and waits for its answer, at most `patience` seconds after the last byte that came."""
    head_only = send.startswith(b"HEAD ")
    raw, ended = b"", False
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            connection.sendall(send)
            if then:
                connection.settimeout(1.0)
                try:
                    raw = connection.recv(LONGEST)
                except TimeoutError:
                    pass
                if not whole(raw, head_only):
                    connection.sendall(then)
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            pass  # refused before it was all sent: the answer may still be there to read
        connection.settimeout(patience)
        begin = time.monotonic()
        while not whole(raw, head_only) and len(raw) < LONGEST:
            try:
                more = connection.recv(LONGEST)
            except TimeoutError:
                break
            except ConnectionResetError:
                ended = True
                break
            if not more:
                ended = True
                break
            raw += more
            if time.monotonic() - begin > 4 * patience:
                break
    return read(raw, ended, send)
