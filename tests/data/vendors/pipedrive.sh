curl -X GET 'https://api.pipedrive.com/v1/persons/search?term=abc&fields=name,email&exact_match=true' -H 'x-api-token: EXAMPLE'
