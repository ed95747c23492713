curl -X PUT --data-ascii 'text here' http://localhost:9998/tika --header "Content-type: text/plain"
