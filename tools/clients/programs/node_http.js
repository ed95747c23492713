const http = require("http"), [url, what] = process.argv.slice(2);
const r = http.request(url + "/notes", what === "json" ? { method: "POST", headers: { "Content-Type": "application/json" } } : {});
r.end(what === "json" ? '{"a":1}' : undefined);
