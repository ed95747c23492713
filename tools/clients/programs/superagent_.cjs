const [npm, url, what] = process.argv.slice(2), agent = require(npm + "/node_modules/superagent");
(what === "json" ? agent.post(url + "/notes").send({ a: 1 }) : agent.get(url + "/notes").query({ q: "blue shoes" })).then(() => {});
