curl 'https://api.fda.gov/drug/event.json?search=receivedate:[20040101+TO+20081231]&limit=1'
