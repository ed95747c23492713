curl -d 'data=[out:json];node(50.7,7.1,50.8,7.25)[name="Gielgen"];out;' https://overpass-api.de/api/interpreter
