#!/usr/bin/env bash
# httpsnippet writes a curl command for a form of a HAR that sends another body: parameters aren't encoded, so `b+c&d` becomes two
# fields and loses its plus, where its own target for wget encodes them; and a form that the HAR has as text, as every HAR may, is
# lost whole. Of two headers with one name the first is lost, too.
. "$(dirname "$0")/common.bash"
packages_of_npm httpsnippet@3.0.10
cat >convert.cjs <<'JS'
const { HTTPSnippet } = require("httpsnippet");
const type = "application/x-www-form-urlencoded";
const headers = [{ name: "Content-Type", value: type }, { name: "X-Tag", value: "1" }, { name: "X-Tag", value: "2" }];
const entry = (postData) => new HTTPSnippet({ method: "POST", url: "http://a.example/", httpVersion: "HTTP/1.1", cookies: [],
  queryString: [], headersSize: -1, bodySize: -1, headers, postData: { mimeType: type, ...postData } });
const fields = entry({ params: [{ name: "a", value: "b+c&d" }] });
console.log("params as curl", fields.convert("shell", "curl", { indent: false }));
console.log("params as wget", fields.convert("shell", "wget", { indent: false }));
console.log("text as curl", entry({ text: "a=b%2Bc" }).convert("shell", "curl", { indent: false }));
JS
node convert.cjs >out
grep 'params as curl' out >curl
has curl "--data 'a=b+c&d'"
has curl 'X-Tag: 2'
lacks curl 'X-Tag: 1'
has out '--body-data a=b%2Bc%26d'
grep 'text as curl' out >text
has text "--data ''"
lacks text 'b%2Bc'
finish
