curl -s --form-string "token=APP" --form-string "user=USER" --form-string "message=hello" https://api.pushover.net/1/messages.json
