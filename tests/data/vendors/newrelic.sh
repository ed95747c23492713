curl -X POST -H 'Content-Type: application/json' -H 'API-Key: EXAMPLE' -d '{ "query":  "{ actor { nrql(accounts: 1, query: \"SELECT 1\") { results } } }" }' https://api.newrelic.com/graphql
