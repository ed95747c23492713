const [npm, url, what] = process.argv.slice(2), axios = require(require.resolve("axios", { paths: [npm] }));
const u = url + "/notes";
({ get: () => axios.get(u, { params: { q: "blue shoes", ids: [1, 2] } }), json: () => axios.post(u, { a: 1 }), form: () => axios.post(u, new URLSearchParams({ a: "1" })) })[what]();
