curl -G https://query.wikidata.org/sparql --header "Accept: application/sparql-results+json" --data-urlencode query='SELECT ?item WHERE { ?item wdt:P31 wd:Q146 } LIMIT 3'
