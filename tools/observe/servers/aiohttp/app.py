"""The handler: 200 at /ok, else 404 or 405, each answer marked."""

import sys

from aiohttp import web


async def answer(request):
    """Reads the body, then answers."""
    await request.read()
    status = 404 if request.path != "/ok" else 200 if request.method in ("GET", "HEAD", "POST") else 405
    return web.Response(status=status, text=f"{status}\n", headers={"X-App": "1"})


app = web.Application()
app.router.add_route("*", "/{tail:.*}", answer)
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]))
