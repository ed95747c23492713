curl -X PURGE -D - "https://www.example.com/*"
