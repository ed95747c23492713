#!/usr/bin/env bash
# axios removes what Latin-1 doesn't have from a header's value, without a word: `Zoë €5` is sent as `Zoë 5` in Latin-1, and a
# signature over the value no longer fits. fetch of Node.js refuses such a value before anything is sent; httpx refuses `ë` as well.
. "$(dirname "$0")/common.bash"
packages_of_npm axios@1.21.1
pypi httpx==0.28.1
record
cat >client.mjs <<'JS'
import axios from "axios";
const url = `http://127.0.0.1:${process.argv[2]}/`;
const headers = { "X-Note": "Zoë €5" };
await axios.get(url, { headers });
await fetch(url, { headers }).then(() => console.log("fetch sends it"), () => console.log("fetch refuses it"));
JS
cat >client.py <<'PYTHON'
import httpx, sys
try:
    httpx.get(f"http://127.0.0.1:{sys.argv[1]}/", headers={"X-Note": "Zoë"})
    print("httpx sends it")
except UnicodeEncodeError:
    print("httpx refuses it")
PYTHON
{ node client.mjs "$port"; env/bin/python client.py "$port"; } >out
has sent-1 'X-Note: Zo\xEB 5'
has out 'fetch refuses it'
has out 'httpx refuses it'
finish
