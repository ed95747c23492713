// The handler: 200 at /ok, else 404 or 405, each answer marked.
const express = require(process.argv[3] + "/node_modules/express");

const app = express();
const mark = (response, status) => response.set("X-App", "1").status(status).send(`${status}\n`);
app.get("/ok", (request, response) => mark(response, 200));
app.post("/ok", (request, response) => request.resume().on("end", () => mark(response, 200)));
app.all("/ok", (request, response) => mark(response, 405));
app.use((request, response) => mark(response, 404));
app.listen(Number(process.argv[2]), "127.0.0.1");
