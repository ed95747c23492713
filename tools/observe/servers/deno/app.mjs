import { answer } from "../shared/fetch_app.mjs";

Deno.serve({ port: Number(Deno.args[0]), hostname: "127.0.0.1" }, answer);
