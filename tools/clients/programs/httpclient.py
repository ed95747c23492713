import http.client, sys
c = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]))
c.request(sys.argv[2], "/notes", '{"a":1}' if sys.argv[2] == "POST" else None, {"Content-Type": "application/json"} if sys.argv[2] == "POST" else {})
c.getresponse().read()
