#!/usr/bin/env bash
# Granian refuses a raw `"` in the query and takes it in the path; with the backtick it is the other way round; braces, `|` and `^`
# it takes in both. So `?where={a:1}` works and `?where={"a":1}` gets 400 with no body. Neither RFC 3986 nor browsers draw
# the line there; axum 0.8 and workerd refuse the same octets at the same places, Deno, on hyper as well, takes them all.
. "$(dirname "$0")/common.bash"
pypi granian==2.8.9
cat >app.py <<'PYTHON'
def app(environ, start_response):
    start_response("200 OK", [("Content-Length", "0")])
    return [b""]
PYTHON
PYTHONPATH=$work serve env/bin/granian --interface wsgi --port "$port" app:app
answers 200 'GET /?where={a:1} HTTP/1.1\r\nHost: a.example\r\n\r\n'
answers 400 'GET /?where={"a":1} HTTP/1.1\r\nHost: a.example\r\n\r\n'
answers 200 'GET /say"hello" HTTP/1.1\r\nHost: a.example\r\n\r\n'
answers 200 'GET /?q=`a`|b^2 HTTP/1.1\r\nHost: a.example\r\n\r\n'
answers 400 'GET /`a` HTTP/1.1\r\nHost: a.example\r\n\r\n'
finish
