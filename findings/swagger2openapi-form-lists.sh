#!/usr/bin/env bash
# A list in a form of Swagger 2 is sent as `tags=a,b`, unless collectionFormat says otherwise. swagger2openapi drops the format of such a
# list without a warning, so in OpenAPI 3 the same description asks for `tags=a&tags=b`. In a query it keeps the commas.
. "$(dirname "$0")/common.bash"
packages_of_npm swagger2openapi@7.0.8
cat >convert.cjs <<'JS'
const list = (name, place, more) => ({ name, in: place, type: "array", items: { type: "string" }, ...more });
const parameters = [list("commas", "formData"), list("pipes", "formData", { collectionFormat: "pipes" }), list("query", "query")];
const description = { swagger: "2.0", info: { title: "Notes", version: "1" }, paths: { "/notes": { post: {
  consumes: ["application/x-www-form-urlencoded"], parameters, responses: { 200: { description: "done" } } } } } };
require("swagger2openapi").convertObj(description, { warnOnly: true }, (error, { openapi }) => {
  const { parameters, requestBody } = openapi.paths["/notes"].post;
  console.log("query", JSON.stringify(parameters));
  console.log("form", JSON.stringify(requestBody));
});
JS
node convert.cjs >out
grep ^query out >query
grep ^form out >form
has query '"style":"form","explode":false'
has form '"pipes"'
lacks form 'encoding'
lacks form 'explode'
lacks form 'collectionFormat'
lacks form 'warning'
finish
