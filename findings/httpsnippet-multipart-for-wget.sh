#!/usr/bin/env bash
# A multipart body that httpsnippet writes for wget has the four characters `\r\n` in place of each line break, and neither the shell nor
# wget undoes that within single quotes: no server finds a part in it. Its own target for HTTPie writes line breaks.
. "$(dirname "$0")/common.bash"
packages_of_npm httpsnippet@3.0.10
cat >convert.cjs <<'JS'
const { HTTPSnippet } = require("httpsnippet");
const postData = { mimeType: "multipart/form-data", params: [{ name: "a", value: "1" }] };
const entry = new HTTPSnippet({ method: "POST", url: "http://a.example/", httpVersion: "HTTP/1.1", headers: [], cookies: [],
  queryString: [], headersSize: -1, bodySize: -1, postData });
console.log(entry.convert("shell", process.argv[2], { indent: false }));
JS
node convert.cjs wget >wget
node convert.cjs httpie >httpie
has wget 'form-data; name="a"\\r\\n\\r\\n1\\r\\n'
lacks httpie '\\r'
finish
