curl "http://localhost:8983/solr/techproducts/select?q=*:*&fq={!geofilt%20sfield=store}&pt=45.15,-93.85&d=5&fl=id,[docid],score&wt=json"
