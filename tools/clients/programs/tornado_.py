import asyncio, sys
from tornado.httpclient import AsyncHTTPClient
url, what = sys.argv[1] + "/notes", sys.argv[2]
async def main():
    more = {"method": "POST", "body": '{"a":1}', "headers": {"Content-Type": "application/json"}} if what == "json" else {}
    await AsyncHTTPClient().fetch(url, **more)
asyncio.run(main())
