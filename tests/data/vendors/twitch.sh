curl -X GET 'https://api.twitch.tv/helix/users?login=twitchdev' -H 'Authorization: Bearer jostpf5q0uzmxmkba9iyug38kjtgh' -H 'Client-Id: wbmytr93xzw8zbg0p1izqyzzc5mbiz'
