// The handler: 200 at /ok, else 404 or 405, each answer marked.
package main

import (
	"os"

	"github.com/valyala/fasthttp"
)

func main() {
	panic(fasthttp.ListenAndServe(os.Args[1], func(context *fasthttp.RequestCtx) {
		status := 404
		if string(context.Path()) == "/ok" {
			switch string(context.Method()) {
			case "GET", "HEAD", "POST":
				status = 200
			default:
				status = 405
			}
		}
		context.Response.Header.Set("X-App", "1")
		context.SetStatusCode(status)
		context.SetBodyString("answered\n")
	}))
}
