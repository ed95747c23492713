curl https://rest.ably.io/channels/rest-example/publish -u "xVLyHw.EXAMPLE:secretpart" -H "Content-Type: application/json" --data '{ "name": "publish", "data": "example" }'
