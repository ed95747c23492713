curl --request POST --url 'https://api.mixpanel.com/import?strict=1' -u 'user.mp-service-account:EXAMPLE' --header 'Content-Type: application/x-ndjson' --data-binary '{"event":"a","properties":{"time":1}}
'
