curl -g 'https://api.example.com/graphql?query={viewer{login}}' -H 'Authorization: Bearer abc'
