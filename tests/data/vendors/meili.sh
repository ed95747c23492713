curl -X POST 'http://localhost:7700/indexes/movies/documents?primaryKey=id' -H 'Content-Type: application/json' -H 'Authorization: Bearer aSampleMasterKey' --data-binary '[{"id":1,"title":"Carol"}]'
