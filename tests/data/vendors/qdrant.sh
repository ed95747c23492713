curl -X PUT http://localhost:6333/collections/test_collection/points -H 'Content-Type: application/json' --data-raw '{"points":[{"id":1,"vector":[0.05,0.61,0.76,0.74],"payload":{"city":"Berlin"}}]}'
