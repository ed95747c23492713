curl "https://api.monday.com/v2" -X POST -H "Content-Type:application/json" -H "Authorization: MyEXAMPLEtoken" -H "API-Version: 2023-04" -d '{"query":"query{boards (limit:1) {id name} }"}'
