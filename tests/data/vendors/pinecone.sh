curl -X GET "https://api.pinecone.io/indexes" -H "Api-Key: EXAMPLE-KEY-1234" -H "X-Pinecone-API-Version: 2025-01"
