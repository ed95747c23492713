curl --request GET 'https://api.twitter.com/2/tweets/search/recent?query=from:twitterdev%20-is:retweet&tweet.fields=created_at&max_results=100' --header 'Authorization: Bearer $BEARER_TOKEN'
