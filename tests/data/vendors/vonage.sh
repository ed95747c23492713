curl -X POST https://rest.nexmo.com/sms/json -d 'from=Acme Inc' -d 'text=A text message' -d "to=447700900000" -d "api_key=abcd" -d "api_secret=EXAMPLE"
