// The handler: 200 at /ok, else 404 or 405, each answer marked.
package main

import (
	"io"
	"net/http"
	"os"
)

func answer(w http.ResponseWriter, r *http.Request, status int) {
	io.Copy(io.Discard, r.Body)
	w.Header().Set("X-App", "1")
	w.WriteHeader(status)
	io.WriteString(w, http.StatusText(status)+"\n")
}

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/ok", func(w http.ResponseWriter, r *http.Request) {
		switch r.Method {
		case "GET", "HEAD", "POST":
			answer(w, r, 200)
		default:
			answer(w, r, 405)
		}
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { answer(w, r, 404) })
	panic(http.ListenAndServe(os.Args[1], mux))
}
