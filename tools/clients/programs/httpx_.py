import httpx, sys
url, what = sys.argv[1] + "/notes", sys.argv[2]
{"get": lambda: httpx.get(url, params={"q": "blue shoes"}),
 "json": lambda: httpx.post(url, json={"a": 1}),
 "form": lambda: httpx.post(url, data={"a": "1"}),
 "multipart": lambda: httpx.post(url, data={"a": "1"}, files={"file": b"text"})}[what]()
