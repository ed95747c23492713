curl --request PUT --data 'hello consul' http://127.0.0.1:8500/v1/kv/foo?flags=42
