curl -u admin:EXAMPLE -X POST -H "Content-Type: text/plain" -d 'items.find({"repo":{"$eq":"my-repo"}})' "http://localhost:8082/artifactory/api/search/aql"
