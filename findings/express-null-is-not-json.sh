#!/usr/bin/env bash
# Express answers 400 to bodies that are valid JSON and says that they aren't: `null`, `5` and `"text"` (express.json() takes objects and
# lists only). axios sends such a body for post(url, null) where the caller sets application/json. Fastify takes all of them.
. "$(dirname "$0")/common.bash"
packages_of_npm express@5.1.0 fastify@5.6.2
cat >express.mjs <<'JS'
import express from "express";
const app = express();
app.use(express.json());
app.post("/", (request, response) => response.json(request.body));
app.use((error, request, response, next) => response.status(error.status).json({ message: error.message }));
app.listen(Number(process.argv[2]), "127.0.0.1");
JS
cat >fastify.mjs <<'JS'
import Fastify from "fastify";
const app = Fastify();
app.post("/", async (request) => ({ got: request.body }));
await app.listen({ port: Number(process.argv[2]) });
JS
post() { answers "$1" "POST / HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/json\r\nContent-Length: ${#2}\r\n\r\n$2"; }
serve node express.mjs "$port"
post 200 '[1]'
post 400 null
contains "Unexpected token 'n', \\\"null\\\" is not valid JSON"
post 400 5
contains 'is not valid JSON'
post 400 '"text"'
serve node fastify.mjs "$port"
post 200 null
post 200 5
finish
