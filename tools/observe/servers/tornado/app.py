"""The handler: 200 at /ok, else 404, each answer marked; Tornado itself answers other methods with 405."""

import asyncio
import sys

from tornado import web


class Handler(web.RequestHandler):
    """Answers GET, HEAD and POST."""

    def get(self):
        """All three alike."""
        found = self.request.path == "/ok"
        self.set_status(200 if found else 404)
        self.set_header("X-App", "1")
        self.finish("found\n" if found else "not found\n")

    head = post = get


async def main():
    """Listens until it is stopped."""
    web.Application([(r".*", Handler)]).listen(int(sys.argv[1]), "127.0.0.1")
    await asyncio.Event().wait()


asyncio.run(main())
