#!/usr/bin/env bash
# In Bun.serve `request.url` is `/`, not a URL, where the client sends HTTP/1.0 without Host, which is valid, or an odd Host, so
# the line `new URL(request.url)`, with which most handlers begin, throws and the answer is 500. Health checks of load balancers send
# just that. Bun also answers 505 "HTTP Version Not Supported" to a raw space in the URL.
. "$(dirname "$0")/common.bash"
packages_of_npm @oven/bun-linux-x64-baseline@1.4.4
cat >app.mjs <<'JS'
Bun.serve({ port: Number(process.argv[2]), hostname: "127.0.0.1", fetch: (request) =>
  new Response(new URL(request.url).pathname + " " + request.url), error: (e) => new Response(e.message, { status: 500 }) });
JS
serve node_modules/@oven/bun-linux-x64-baseline/bin/bun app.mjs "$port"
answers 200 'GET / HTTP/1.0\r\nHost: a.example\r\n\r\n'
answers 500 'GET / HTTP/1.0\r\n\r\n'
contains 'Invalid URL'
answers 500 'GET / HTTP/1.1\r\nHost: a.example:99999\r\n\r\n'
answers 505 'GET /?q=blue shoes HTTP/1.1\r\nHost: a.example\r\n\r\n'
finish
