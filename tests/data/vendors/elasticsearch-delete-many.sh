curl -X DELETE "localhost:9200/my-index-000001,my-index-000002?ignore_unavailable=true&pretty"
