// The handler: 200 at /ok, else 404 or 405, each answer marked.
const hapi = require(process.argv[3] + "/node_modules/@hapi/hapi");

const server = hapi.server({ port: Number(process.argv[2]), host: "127.0.0.1" });
const answer = (status) => (request, h) => h.response(`${status}\n`).code(status).header("X-App", "1");
server.route({ method: ["GET", "POST"], path: "/ok", handler: answer(200) });
server.route({ method: "*", path: "/ok", handler: answer(405) });
server.route({ method: "*", path: "/{any*}", handler: answer(404) });
server.start();
