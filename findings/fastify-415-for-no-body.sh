#!/usr/bin/env bash
# A POST without a body gets 415 from Fastify if the client adds a Content-Type of its own, and two do: axios says
# application/x-www-form-urlencoded, aiohttp application/octet-stream. Who then sets application/json gets 400 for the empty body.
# requests, httpx and fetch send no Content-Type, and are answered 200.
. "$(dirname "$0")/common.bash"
packages_of_npm fastify@5.6.2 axios@1.21.1
pypi aiohttp==3.14.5 requests==2.34.2
cat >app.mjs <<'JS'
import Fastify from "fastify";
const app = Fastify();
app.post("/", async () => ({}));
await app.listen({ port: Number(process.argv[2]) });
JS
cat >client.mjs <<'JS'
import axios from "axios";
const url = `http://127.0.0.1:${process.argv[2]}/`;
const tries = {
  "axios.post(url)": () => axios.post(url),
  "axios.post(url, {})": () => axios.post(url, {}),
  "axios.post(url, undefined, application/json)": () => axios.post(url, undefined, { headers: { "Content-Type": "application/json" } }),
  "fetch(url, POST)": () => fetch(url, { method: "POST" }),
};
for (const [name, send] of Object.entries(tries)) {
  const answer = await send().catch((error) => error.response);
  console.log(`${answer.status} ${name}`);
}
JS
cat >client.py <<'PYTHON'
import asyncio, sys, aiohttp, requests
url = f"http://127.0.0.1:{sys.argv[1]}/"
async def post():
    async with aiohttp.ClientSession() as session, session.post(url) as answer:
        return answer.status
print(asyncio.run(post()), "aiohttp: session.post(url)")
print(requests.post(url).status_code, "requests.post(url)")
PYTHON
serve node app.mjs "$port"
{ node client.mjs "$port"; env/bin/python client.py "$port"; } >out
has out '415 axios.post(url)'
has out '200 axios.post(url, {})'
has out '400 axios.post(url, undefined, application/json)'
has out '200 fetch(url, POST)'
has out '415 aiohttp: session.post(url)'
has out '200 requests.post(url)'
finish
