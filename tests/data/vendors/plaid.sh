curl -X POST https://sandbox.plaid.com/item/get -H 'Content-Type: application/json' -d '{"client_id":"EXAMPLE","secret":"EXAMPLE","access_token":"access-sandbox-1234"}'
