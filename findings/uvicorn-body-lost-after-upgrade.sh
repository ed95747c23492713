#!/usr/bin/env bash
# Uvicorn with httptools (as `uvicorn[standard]` installs it) loses the body of a request that offers an upgrade to h2c: FastAPI
# answers 422, "Field required" for the whole body. The HTTP client of Java 17 offers just that on every request to http://, unless
# it is told `version(HTTP_1_1)`. With h11 the same request is answered 200.
. "$(dirname "$0")/common.bash"
pypi uvicorn==0.54.0 httptools==0.9.0 h11==0.16.0 fastapi==0.165.0
cat >app.py <<'PYTHON'
from fastapi import FastAPI
from pydantic import BaseModel
class Note(BaseModel):
    name: str
app = FastAPI()
@app.post("/")
async def create(note: Note):
    return note
PYTHON
plain='POST / HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/json\r\nContent-Length: 12\r\n'
# as java.net.http of OpenJDK 17.0.15 sends it
upgrade='Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA\r\nUpgrade: h2c\r\n'
body='\r\n{"name":"x"}'
serve env/bin/python -m uvicorn --http httptools --port "$port" app:app
answers 200 "$plain$body"
answers 422 "$plain$upgrade$body"
contains '"loc":["body"],"msg":"Field required"'
serve env/bin/python -m uvicorn --http h11 --port "$port" app:app
answers 200 "$plain$upgrade$body"
finish
