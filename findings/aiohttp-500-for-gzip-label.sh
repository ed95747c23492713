#!/usr/bin/env bash
# aiohttp answers 500, not 400, where the client labels a plain body `Content-Encoding: gzip`: reading the body raises an error of
# the library's own that nothing turns into a 400. Malformed JSON under the right label does the same in a handler that reads JSON.
. "$(dirname "$0")/common.bash"
pypi aiohttp==3.14.5
cat >app.py <<'PYTHON'
import sys
from aiohttp import web
async def answer(request):
    return web.json_response(await request.json())
app = web.Application()
app.router.add_post("/", answer)
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None)
PYTHON
serve env/bin/python app.py "$port"
answers 200 'POST / HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{"a":1}'
answers 500 'POST / HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\n{"a":1}'
answers 500 "POST / HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{'a':1}"
finish
