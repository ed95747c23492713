"""The handler for WSGI servers: 200 at /ok, else 404 or 405, each answer marked."""


def app(environ, start_response):
    """Reads the body, then answers."""
    body = environ["wsgi.input"]
    left = int(environ.get("CONTENT_LENGTH") or 0)
    while left > 0 and (more := body.read(min(left, 65536))):
        left -= len(more)
    if environ.get("PATH_INFO") != "/ok":
        status = "404 Not Found"
    elif environ["REQUEST_METHOD"] not in ("GET", "HEAD", "POST"):
        status = "405 Method Not Allowed"
    else:
        status = "200 OK"
    text = status.encode() + b"\n"
    start_response(status, [("X-App", "1"), ("Content-Type", "text/plain"), ("Content-Length", str(len(text)))])
    return [text]
