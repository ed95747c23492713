curl -X PURGE "https://www.example.com/path/to/object" -H "Fastly-Soft-Purge: 1"
