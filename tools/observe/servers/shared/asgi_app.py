"""The handler for ASGI servers: 200 at /ok, else 404 or 405, each answer marked."""


async def app(scope, receive, send):
    """Reads the body, then answers."""
    if scope["type"] == "lifespan":
        while True:
            kind = (await receive())["type"]
            await send({"type": kind + ".complete"})
            if kind == "lifespan.shutdown":
                return
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    status = 404 if scope["path"] != "/ok" else 200 if scope["method"] in ("GET", "HEAD", "POST") else 405
    text = f"{status}\n".encode()
    headers = [(b"x-app", b"1"), (b"content-type", b"text/plain"), (b"content-length", str(len(text)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
