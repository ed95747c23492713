#!/usr/bin/env bash
# fetch, axios and got leave `{`, `}`, `|`, `^` and the backtick in a query as they are, as the URL standard has it, and so does httpx;
# the HTTP server of the JDK answers 400 to each of them. requests percent-encodes them and is answered 200. Needs Java 17.
. "$(dirname "$0")/common.bash"
packages_of_npm axios@1.21.1 got@14.6.6
pypi requests==2.34.2 httpx==0.28.1
cat >App.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
public class App {
    public static void main(String[] arguments) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 0);
        server.createContext("/", exchange -> { exchange.sendResponseHeaders(200, -1); exchange.close(); });
        server.start();
    }
}
JAVA
cat >client.mjs <<'JS'
import axios from "axios";
import got from "got";
const url = `http://127.0.0.1:${process.argv[2]}/?q=`;
for (const text of ["x", "{x}", "a|b", "2^3", "`x`"]) {
  const answers = [await fetch(url + text), await axios.get(url + text, { validateStatus: null }), await got(url + text, { throwHttpErrors: false })];
  console.log(text, ...answers.map((answer) => answer.status ?? answer.statusCode));
}
JS
cat >client.py <<'PYTHON'
import httpx, requests, sys
for text in ("{x}", "a|b"):
    url = f"http://127.0.0.1:{sys.argv[1]}/?q={text}"
    print(text, "httpx", httpx.get(url).status_code, "requests", requests.get(url).status_code)
PYTHON
serve java App.java "$port"
{ node client.mjs "$port"; env/bin/python client.py "$port"; } >out
has out 'x 200 200 200'
has out '{x} 400 400 400'
has out 'a|b 400 400 400'
has out '2^3 400 400 400'
has out '`x` 400 400 400'
has out '{x} httpx 400 requests 200'
has out 'a|b httpx 400 requests 200'
finish
