# Sourced by every finding: a temporary folder, pinned packages in it, a server on loopback, requests as bytes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
failed=0
server=""
stop() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  server=""
}
trap 'stop; rm -rf "$work"' EXIT
cd "$work"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

# pypi PACKAGE==VERSION…: a virtual environment in env/
pypi() {
  echo "with PyPI $*"
  [ -d env ] || python3 -m venv --without-pip env
  python3 -m pip --python env/bin/python install -q --disable-pip-version-check "$@"
  site=$(echo "$work"/env/lib/python*/site-packages)
}

# packages_of_npm PACKAGE@VERSION…: node_modules/
packages_of_npm() {
  echo "with npm $*"
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" "$@"
}

# serve COMMAND…: starts it (in its place where another runs) and waits until its port is open
serve() {
  stop
  "$@" >log 2>&1 </dev/null &
  server=$!
  python3 - "$port" <<'PYTHON' || { cat log; exit 1; }
import socket, sys, time
for _ in range(300):
    try:
        socket.create_connection(("127.0.0.1", int(sys.argv[1])), 1).close()
        break
    except OSError:
        time.sleep(0.2)
else:
    sys.exit("the server did not start")
PYTHON
}

# answers STATUS 'REQUEST': sends the bytes (`\r\n`, `\xC3` as in printf) and compares; `closed` is a status too. The answer is in answer.
answers() {
  local got
  printf '%b' "$2" >request
  got=$(python3 - "$port" <<'PYTHON'
import re, socket, sys
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
s.settimeout(5)
raw = b""
try:
    s.sendall(open("request", "rb").read())
    while more := s.recv(65536):
        raw += more
        head, blank, body = raw.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        if blank and length and len(body) >= int(length[1]):
            break
except (TimeoutError, OSError):
    pass
open("answer", "wb").write(raw)
print(raw.split(b" ")[1].decode()[:3] if raw.startswith(b"HTTP/") else "closed" if not raw else "no status line")
PYTHON
)
  show "$(printf '%.70s' "$(head -c 200 request | tr '\r\n' '  ')")" "$1" "$got"
}

# record: answers 200 to every request and keeps its bytes in sent-1, sent-2 …
record() {
  cat >record.py <<'PYTHON'
import itertools, re, socket, sys
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(sys.argv[1])))
listener.listen(50)
number = itertools.count(1)
while True:
    client, _ = listener.accept()
    client.settimeout(2)
    raw = b""
    try:
        while more := client.recv(65536):
            raw += more
            head, blank, body = raw.partition(b"\r\n\r\n")
            length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
            is_chunked = b"chunked" in head.lower() and not body.endswith(b"0\r\n\r\n")
            if blank and not is_chunked and len(body) >= int(length[1] if length else 0):
                break
    except OSError:
        pass
    if raw:
        open(f"sent-{next(number)}", "wb").write(raw)
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
    client.close()
PYTHON
  serve python3 record.py "$port"
}

# has FILE TEXT and lacks FILE TEXT: whether a text (of one line; `\xC3` as in printf) is in a file
has() { compare "$1" "$2" has; }
lacks() { compare "$1" "$2" lacks; }
compare() {
  local got=lacks
  if LC_ALL=C grep -aqF -- "$(printf '%b' "$2")" "$1"; then got=has; fi
  show "$(printf '%s' "$2" | head -c 90)" "$3" "$got"
}

# show WHAT EXPECTED GOT: one line of the outcome
show() {
  if [ "$2" = "$3" ]; then echo "  $3  $1"; else
    echo "  $3  $1   CHANGED: was $2"
    failed=1
  fi
}

# contains TEXT: whether the last answer has it
contains() {
  if grep -qF -- "$1" answer; then echo "       says: $1"; else
    echo "       CHANGED: the answer no longer says: $1"
    failed=1
  fi
}

finish() { exit $failed; }
