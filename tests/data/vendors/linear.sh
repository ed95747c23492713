curl -X POST -H "Content-Type: application/json" -H "Authorization: lin_api_EXAMPLEEXAMPLEEXAMPLE" --data '{ "query": "{ issues { nodes { id title } } }" }' https://api.linear.app/graphql
