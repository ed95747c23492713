// The handler: 200 at /ok, else 404 or 405, each answer marked.
const fastify = require(process.argv[3] + "/node_modules/fastify")();

const answer = (status) => (request, reply) => reply.code(status).header("X-App", "1").send(`${status}\n`);
fastify.get("/ok", answer(200));
fastify.post("/ok", answer(200));
for (const method of ["PUT", "PATCH", "DELETE", "OPTIONS"]) fastify.route({ method, url: "/ok", handler: answer(405) });
fastify.setNotFoundHandler(answer(404));
fastify.listen({ port: Number(process.argv[2]), host: "127.0.0.1" });
