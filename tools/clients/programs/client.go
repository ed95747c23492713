package main

import (
	"net/http"
	"net/url"
	"os"
	"strings"
)

func main() {
	target := os.Args[1] + "/notes"
	switch os.Args[2] {
	case "json":
		http.Post(target, "application/json", strings.NewReader(`{"a":1}`))
	case "form":
		http.PostForm(target, url.Values{"a": {"1"}, "b": {"blue shoes"}})
	default:
		http.Get(target)
	}
}
