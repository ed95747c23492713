curl -X POST "https://api.datadoghq.com/api/v2/series" -H "Accept: application/json" -H "Content-Type: application/json" -H "DD-API-KEY: ${DD_API_KEY}" -d @- << EOF
{"series": [{"metric": "system.load.1", "type": 0, "points": [{"timestamp": 1636629071, "value": 0.7}]}]}
EOF
