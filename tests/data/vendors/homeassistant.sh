curl -X POST -H "Authorization: Bearer EXAMPLE" -H "Content-Type: application/json" -d '{"entity_id":"switch.christmas_lights"}' http://localhost:8123/api/services/switch/turn_on
