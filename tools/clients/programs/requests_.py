import requests, sys
url, what = sys.argv[1] + "/notes", sys.argv[2]
{"get": lambda: requests.get(url, params={"q": "blue shoes", "ids[]": [1, 2]}, auth=("ann", "secret")),
 "json": lambda: requests.post(url, json={"a": 1}, headers={"Authorization": "Bearer abc.def"}),
 "form": lambda: requests.post(url, data={"a": "1", "to": "+15005550006"}),
 "multipart": lambda: requests.post(url, data={"a": "1"}, files={"file": ("ä.txt", b"text")}),
 "chunked": lambda: requests.post(url, data=iter([b"one", b"two"])),
 "delete": lambda: requests.delete(url + "/1", cookies={"session": "abc"})}[what]()
