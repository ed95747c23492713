curl -d "client_id=admin-cli" -d "username=admin" -d "password=pass+word" -d "grant_type=password" "http://localhost:8080/realms/master/protocol/openid-connect/token"
