curl -X PUT http://127.0.0.1:5984/albums/6e1295ed/artwork.jpg?rev=2-2739352689 --data-binary @artwork.jpg -H "Content-Type: image/jpg"
