import aiohttp, asyncio, sys
url, what = sys.argv[1] + "/notes", sys.argv[2]
async def main():
    async with aiohttp.ClientSession() as s:
        if what == "get": await s.get(url, params={"q": "blue shoes"})
        elif what == "json": await s.post(url, json={"a": 1})
        else:
            form = aiohttp.FormData(); form.add_field("a", "1"); form.add_field("file", b"text", filename="a.txt")
            await s.post(url, data=form)
asyncio.run(main())
