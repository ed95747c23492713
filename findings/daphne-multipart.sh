#!/usr/bin/env bash
# Daphne, an ASGI server, parses multipart bodies of POST itself: where it can't, it answers 400 without a word, and the
# application is never called. The same request with PUT reaches the application, and so does malformed JSON.
. "$(dirname "$0")/common.bash"
pypi daphne==4.2.3
cat >app.py <<'PYTHON'
async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0"), (b"x-app", b"1")]})
    await send({"type": "http.response.body", "body": b""})
PYTHON
PYTHONPATH=$work serve env/bin/daphne -b 127.0.0.1 -p "$port" app:app
answers 400 'POST / HTTP/1.1\r\nHost: a.example\r\nContent-Type: multipart/form-data\r\nContent-Length: 3\r\n\r\nabc'
answers 400 'POST / HTTP/1.1\r\nHost: a.example\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 3\r\n\r\nabc'
answers 200 'PUT / HTTP/1.1\r\nHost: a.example\r\nContent-Type: multipart/form-data\r\nContent-Length: 3\r\n\r\nabc'
answers 200 'POST / HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\nabc'
finish
