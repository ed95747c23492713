// The handler: 200 at /ok, else 404 or 405, each answer marked.
export default {
  async fetch(request) {
    if (request.body) await request.arrayBuffer();
    const known = new URL(request.url).pathname === "/ok";
    const status = !known ? 404 : ["GET", "HEAD", "POST"].includes(request.method) ? 200 : 405;
    return new Response(`${status}\n`, { status, headers: { "X-App": "1" } });
  },
};
