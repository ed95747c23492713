#!/usr/bin/env bash
# Varnish 7.1 answers 400 to a request of 60 header lines or more, and to one of exactly 59 it answers 500: the request fits,
# apparently, and the lines that Varnish adds do not. http_max_hdr says 64. So at a client whose number of headers varies by one the same
# request comes back as 200, as 400 and as "Internal Server Error".
. "$(dirname "$0")/common.bash"
echo "with Debian varnish 7.1.1-2+deb12u1"
mkdir -p debs/partial root
apt-get install -y -qq --no-install-recommends --download-only -o Dir::Cache::archives="$work/debs" varnish=7.1.1-2+deb12u1 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg -x "$deb" root; done
export LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu:$work/root/usr/lib/varnish:$work/root/usr/lib/x86_64-linux-gnu/varnish
printf 'vcl 4.1;\nbackend default none;\nsub vcl_recv { return (synth(200)); }\n' >default.vcl
serve root/usr/sbin/varnishd -F -a "127.0.0.1:$port" -f "$work/default.vcl" -n "$work/v" -j none -p vmod_path="$work/root/usr/lib/varnish/vmods" -p vcl_path="$work"
lines() { seq -f 'X-%.0f: 1\r\n' -s '' "$1"; }
for pair in 58:200 59:500 60:400; do
  echo "${pair%:*} header lines"
  answers "${pair#*:}" "GET / HTTP/1.1\r\nHost: a.example\r\n$(lines $((${pair%:*} - 1)))\r\n"
done
finish
