#!/usr/bin/env bash
# A collection that Postman's converter makes of an OpenAPI description has every member of a JSON body in quotes, numbers and booleans
# too, and of an enum not one of its values, so that who fills the placeholders in sends `"5"` for 5. The response `default` becomes a 500.
. "$(dirname "$0")/common.bash"
packages_of_npm openapi-to-postmanv2@6.3.3
cat >convert.cjs <<'JS'
const properties = { count: { type: "integer" }, done: { type: "boolean" }, kind: { type: "string", enum: ["a", "b"] } };
const description = { openapi: "3.0.3", info: { title: "Notes", version: "1" }, paths: { "/notes": { post: {
  requestBody: { content: { "application/json": { schema: { type: "object", properties } } } },
  responses: { default: { description: "any error" } } } } } };
require("openapi-to-postmanv2").convert({ type: "json", data: description }, {}, (error, { output }) => {
  const [item] = output[0].data.item.flatMap((entry) => entry.item ?? entry);
  console.log(JSON.stringify(JSON.parse(item.request.body.raw)));
  console.log(item.response.map((response) => response.code).join());
});
JS
node convert.cjs >out
show 'the body' '{"count":"<integer>","done":"<boolean>","kind":"<string>"}' "$(sed -n 1p out)"
show 'the status of default' 500 "$(sed -n 2p out)"
finish
