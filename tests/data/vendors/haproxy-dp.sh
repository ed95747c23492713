curl -X POST --user admin:adminpwd -H "Content-Type: application/json" -d '{"name":"b","mode":"http"}' "http://localhost:5555/v3/services/haproxy/configuration/backends?version=1"
