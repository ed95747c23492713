curl "http://localhost:8983/solr/my_collection/update?commit=true" -H "Content-Type: text/xml" --data-binary '<add><doc><field name="id">1</field></doc></add>'
