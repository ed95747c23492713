import sys, urllib3
url, what = sys.argv[1] + "/notes", sys.argv[2]
http = urllib3.PoolManager()
{"get": lambda: http.request("GET", url, fields={"q": "blue shoes"}),
 "json": lambda: http.request("POST", url, json={"a": 1}),
 "multipart": lambda: http.request("POST", url, fields={"a": "1", "file": ("a.txt", b"text")})}[what]()
