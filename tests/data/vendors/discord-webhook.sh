curl -H "Content-Type: application/json" -X POST -d '{"username": "test", "content": "hello"}' "https://discord.com/api/webhooks/123456789012345678/abcdefghijklmnopqrstuvwxyz?wait=true"
