"""The handler: 200 at /ok, else Sanic's own 404 or 405."""

import sys

from sanic import Sanic, response

app = Sanic("observed")


@app.route("/ok", methods=["GET", "HEAD", "POST"])
async def ok(request):
    """Answers GET, HEAD and POST."""
    return response.text("200\n", headers={"X-App": "1"})


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]), single_process=True, access_log=False, motd=False)
