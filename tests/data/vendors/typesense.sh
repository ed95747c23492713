curl 'http://localhost:8108/collections/companies/documents/import?action=create' -X POST -H 'X-TYPESENSE-API-KEY: xyz' -H 'Content-Type: text/plain' -d '{"id":"124","company_name":"Stark"}
{"id":"125","company_name":"Acme"}'
