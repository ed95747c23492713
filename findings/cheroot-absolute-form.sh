#!/usr/bin/env bash
# Cheroot, CherryPy's server, refuses `GET http://host/path`, which RFC 9112 (3.2.2) obliges every server to take, and for the
# same reason a path that begins with two slashes: it takes `//ok` for a host. A base URL with a slash too many meets it; the words
# "Absolute URI not allowed if server is not a proxy" don't lead there.
. "$(dirname "$0")/common.bash"
pypi cheroot==11.1.2
cat >app.py <<'PYTHON'
def app(environ, start_response):
    start_response("200 OK", [("Content-Length", "0")])
    return [b""]
PYTHON
PYTHONPATH=$work serve env/bin/cheroot --bind "127.0.0.1:$port" app:app
answers 200 'GET /ok HTTP/1.1\r\nHost: a.example\r\n\r\n'
answers 200 'GET /a//b HTTP/1.1\r\nHost: a.example\r\n\r\n'
answers 400 'GET //ok HTTP/1.1\r\nHost: a.example\r\n\r\n'
contains 'Absolute URI not allowed if server is not a proxy'
answers 400 'GET http://a.example/ok HTTP/1.1\r\nHost: a.example\r\n\r\n'
finish
