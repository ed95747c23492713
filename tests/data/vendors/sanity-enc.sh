curl -H "Authorization: Bearer EXAMPLE" --get --data-urlencode 'query=*[_type == "movie" && releaseYear >= 1979]' https://abc123.api.sanity.io/v2021-10-21/data/query/production
