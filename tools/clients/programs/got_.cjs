const [npm, url, what] = process.argv.slice(2), got = require(npm + "/node_modules/got");
what === "json" ? got.post(url + "/notes", { json: { a: 1 } }) : got(url + "/notes");
