#!/usr/bin/env bash
# Python's http.server, and with it Flask's development server, takes a raw é in the URL and refuses à or Å with 400.
# It splits the request line as text at Unicode white space, and the last byte of à and Å is A0 or 85 (no-break space, next
# line). `café` works while one tries things out, and `déjà-vu` or `Århus` doesn't. At the end of the URL the byte is lost unsaid.
. "$(dirname "$0")/common.bash"
pypi werkzeug==3.1.9
cat >app.py <<'PYTHON'
import sys
from werkzeug import Request, Response
from werkzeug.serving import run_simple
run_simple("127.0.0.1", int(sys.argv[1]), Request.application(lambda r: Response(ascii(r.args.get("q")))))
PYTHON
serve env/bin/python app.py "$port"
answers 200 'GET /?q=café-crème HTTP/1.1\r\nHost: a.example\r\n\r\n'
answers 400 'GET /?q=déjà-vu HTTP/1.1\r\nHost: a.example\r\n\r\n'
contains 'Bad request syntax'
answers 400 'GET /?q=Århus HTTP/1.1\r\nHost: a.example\r\n\r\n'
answers 200 'GET /?q=Aarhus-Ø HTTP/1.1\r\nHost: a.example\r\n\r\n'
answers 200 'GET /?q=voilà HTTP/1.1\r\nHost: a.example\r\n\r\n'
contains "'voil\\xc3'"
finish
