#!/usr/bin/env bash
# aiohttp's client writes a URL's escapes anew: `%2F` and `%7E` in the query are sent as `/` and `~`, so that a signature over the query
# as it was given doesn't fit. requests does so with `%7E` alone; httpx sends both as given, and so does aiohttp with
# `URL(…, encoded=True)`.
. "$(dirname "$0")/common.bash"
pypi aiohttp==3.14.5 yarl==1.25.1 requests==2.34.2 httpx==0.28.1
record
cat >client.py <<'PYTHON'
import asyncio, sys, aiohttp, httpx, requests, yarl
url = f"http://127.0.0.1:{sys.argv[1]}/notes?signature=a%2Fb%7Ec%2B%3D"
async def get(url):
    async with aiohttp.ClientSession() as session, session.get(url):
        pass
asyncio.run(get(url))
asyncio.run(get(yarl.URL(url, encoded=True)))
requests.get(url)
httpx.get(url)
PYTHON
env/bin/python client.py "$port"
has sent-1 'GET /notes?signature=a/b~c%2B%3D HTTP/1.1'
has sent-2 'GET /notes?signature=a%2Fb%7Ec%2B%3D HTTP/1.1'
has sent-3 'GET /notes?signature=a%2Fb~c%2B%3D HTTP/1.1'
has sent-4 'GET /notes?signature=a%2Fb%7Ec%2B%3D HTTP/1.1'
finish
