curl -X GET "https://api.sendgrid.com/v3/messages?limit=10&query=status%3D%22processed%22%20AND%20to_email%3D%22a%40b.c%22" -H "Authorization: Bearer $SENDGRID_API_KEY"
