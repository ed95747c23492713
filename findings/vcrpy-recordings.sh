#!/usr/bin/env bash
# What a cassette of vcrpy doesn't tell: a body that the program gave piece by piece is a Python object behind a tag that only an
# unsafe reader of YAML takes, so the whole cassette can't be read elsewhere; a header that httpx sent twice is one line of two
# values; and no body is `null` when requests sent it, an empty text when httpx did.
. "$(dirname "$0")/common.bash"
pypi vcrpy==9.4.2 requests==2.34.2 httpx==0.28.1
record
cat >client.py <<'PYTHON'
import httpx, requests, sys, vcr
url = f"http://127.0.0.1:{sys.argv[1]}/"
with vcr.use_cassette("headers.yaml"):
    httpx.get(url, headers=[("X-Tag", "1"), ("X-Tag", "2")])
with vcr.use_cassette("none.yaml"):
    requests.get(url)
with vcr.use_cassette("pieces.yaml"):
    requests.post(url, data=iter([b"one", b"two"]))
PYTHON
env/bin/python client.py "$port"
grep -c '^X-Tag' sent-1 >times || true
has times 2
has headers.yaml '- 1, 2'
has headers.yaml "body: ''"
has none.yaml 'body: null'
has sent-3 'one'
has pieces.yaml 'body: !!python/object/apply:builtins.iter'
got=$( (env/bin/python -c 'import yaml; yaml.safe_load(open("pieces.yaml"))' 2>&1 || true) | grep -o ConstructorError | tail -n 1)
show 'a safe reader of YAML' ConstructorError "$got"
finish
