curl -X POST -H 'Authorization: Bearer xoxb-your-token' \
-H 'Content-type: application/json; charset=utf-8' \
--data '{"channel":"C061EG9SL","text":"I hope the tour went well, Mr. Wonka."}' \
https://slack.com/api/chat.postMessage
