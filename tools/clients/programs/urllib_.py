import sys, urllib.parse, urllib.request
url, what = sys.argv[1:]
data = urllib.parse.urlencode({"a": "1", "b": "blue shoes"}).encode() if what == "form" else None
urllib.request.urlopen(url + "/notes?q=1", data).read()
