curl -X DELETE "localhost:9200/_search/scroll" -H 'Content-Type: application/json' -d'{"scroll_id":"DXF1ZXJ5QW5kRmV0Y2gBAAAAAAAAAD4WYm9laVYtZndUQlNsdDcwakFMNjU1QQ=="}'
