curl -G --data-urlencode "query=SELECT * FROM t LIMIT 5;" http://localhost:9000/exec
