curl --location 'http://localhost:7474/db/neo4j/query/v2' -u neo4j:EXAMPLE -H 'Content-Type: application/json' -H 'Accept: application/json' --data '{"statement":"RETURN 1"}'
