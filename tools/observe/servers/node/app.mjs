// The handler: 200 at /ok, else 404 or 405, each answer marked.
import { createServer } from "node:http";

createServer((request, response) => {
  request.resume().on("end", () => {
    const known = request.url.split("?")[0] === "/ok";
    const status = !known ? 404 : ["GET", "HEAD", "POST"].includes(request.method) ? 200 : 405;
    response.writeHead(status, { "X-App": "1", "Content-Type": "text/plain" });
    response.end(`${status}\n`);
  });
}).listen(Number(process.argv[2]), "127.0.0.1");
