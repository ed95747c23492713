curl -X COPY http://127.0.0.1:5984/db/doc -H "Destination: doc_copy"
