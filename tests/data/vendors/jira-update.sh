curl -D- -u fred:fred -X PUT --data '{"fields":{"summary":"s"}}' -H "Content-Type: application/json" http://kelpie9:8081/rest/api/2/issue/QA-31
