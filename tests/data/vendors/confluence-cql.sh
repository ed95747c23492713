curl --request GET --url 'https://your-domain.atlassian.net/wiki/rest/api/search?cql=type=page%20AND%20space=DEV&limit=25' --user 'email@example.com:<api_token>' --header 'Accept: application/json'
