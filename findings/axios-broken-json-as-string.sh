#!/usr/bin/env bash
# axios puts a text that isn't JSON between quotes where Content-Type says JSON: `{"a": 1,}` is sent as the string `"{\"a\": 1,}"`, which
# is JSON. A server that parses it finds a string where it wants an object, and names no comma. Bruno sends bodies through axios.
. "$(dirname "$0")/common.bash"
packages_of_npm axios@1.21.1
record
cat >client.mjs <<'JS'
import axios from "axios";
const url = `http://127.0.0.1:${process.argv[2]}/`;
const headers = { "Content-Type": "application/json" };
for (const body of ['{"a": 1}', '{"a": 1,}']) await axios.post(url, body, { headers });
JS
node client.mjs "$port"
has sent-1 '{"a": 1}'
has sent-2 '"{\"a\": 1,}"'
finish
