#!/usr/bin/env bash
# Daphne answers 400 to a header whose value holds Å, and takes ö, ø, à and Ł.
# The second byte of Å in UTF-8 is 85, "next line" as text: the value is split there. Uvicorn and Hypercorn take all of them.
. "$(dirname "$0")/common.bash"
pypi daphne==4.2.3
cat >app.py <<'PYTHON'
async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
PYTHON
PYTHONPATH=$work serve env/bin/daphne -b 127.0.0.1 -p "$port" app:app
for city in Göteborg Tromsø 'São Paulo' Łódź; do
  answers 200 "GET / HTTP/1.1\r\nHost: a.example\r\nX-City: $city\r\n\r\n"
done
answers 400 'GET / HTTP/1.1\r\nHost: a.example\r\nX-City: Ålesund\r\n\r\n'
answers 400 'GET / HTTP/1.1\r\nHost: a.example\r\nX-City: Umeå Åby\r\n\r\n'
finish
