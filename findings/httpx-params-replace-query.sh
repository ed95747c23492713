#!/usr/bin/env bash
# httpx drops the query of the URL where `params` is given, even an empty one, so that a key or a page in the URL is gone; requests
# adds to it. None is another difference: httpx sends `limit=`, requests leaves the parameter out.
. "$(dirname "$0")/common.bash"
pypi httpx==0.28.1 requests==2.34.2
record
cat >client.py <<'PYTHON'
import httpx, requests, sys
url = f"http://127.0.0.1:{sys.argv[1]}/notes?page=2"
for client in (httpx, requests):
    client.get(url, params={})
    client.get(url, params={"sort": "name", "limit": None})
PYTHON
env/bin/python client.py "$port"
has sent-1 'GET /notes HTTP/1.1'
has sent-2 'GET /notes?sort=name&limit= HTTP/1.1'
has sent-3 'GET /notes?page=2 HTTP/1.1'
has sent-4 'GET /notes?page=2&sort=name HTTP/1.1'
finish
