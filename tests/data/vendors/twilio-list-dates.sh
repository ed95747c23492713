curl -G https://api.twilio.com/2010-04-01/Accounts/AC123/Calls.json --data-urlencode "StartTime>=2009-07-06" --data-urlencode "Status=completed" -u AC123:your_auth_token
