curl -i -X GET "https://graph.facebook.com/v20.0/me?fields=id,name,posts{message,comments.limit(2){from}}&access_token=ACCESS-TOKEN" -g
