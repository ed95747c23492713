curl -X GET 'http://127.0.0.1:5984/db/_design/ex/_view/v?startkey=["2009"]&endkey=["2009",{}]&limit=10' 
