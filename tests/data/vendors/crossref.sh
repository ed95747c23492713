curl 'https://api.crossref.org/works?query.bibliographic=room+at+the+bottom&filter=has-orcid:true,from-pub-date:2020&mailto=a@example.org'
