curl "https://api.spotify.com/v1/search?q=remaster%2520track%3ADoxy%2520artist%3AMiles%2520Davis&type=album" -H "Authorization: Bearer 1POdFZRZbvb...qqillRxMr2z"
