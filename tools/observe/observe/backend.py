"""The application that gateways are put in front of: takes whatever reaches it, and marks its answers."""

import asyncio
import sys


async def serve(reader, writer):
    """Answers requests until the other side closes."""
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            method, target = (lines[0].split(" ") + ["", ""])[:2]
            headers = {}
            for line in lines[1:]:
                name, _, value = line.partition(":")
                headers.setdefault(name.strip().lower(), value.strip())
            if headers.get("expect", "").lower() == "100-continue":
                writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            if "chunked" in headers.get("transfer-encoding", ""):
                while size := int((await reader.readline()).split(b";")[0], 16):
                    await reader.readexactly(size + 2)
                await reader.readline()
            elif headers.get("content-length", "0").isdigit():
                await reader.readexactly(int(headers.get("content-length", "0")))
            path = target.split("?")[0]
            known = path == "/ok" or path.endswith("example.com/ok")
            status = "200 OK" if known and method in ("GET", "HEAD", "POST") else "405 Method Not Allowed" if known else "404 Not Found"
            body = b"" if method == "HEAD" else status.encode() + b"\n"
            writer.write(f"HTTP/1.1 {status}\r\nX-App: 1\r\nContent-Type: text/plain\r\nContent-Length: {len(status) + 1}\r\n\r\n".encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, ValueError):
        pass
    finally:
        writer.close()


async def main():
    """Listens on the port that the first argument names."""
    server = await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[1]), limit=16 << 20)
    await server.serve_forever()


asyncio.run(main())
