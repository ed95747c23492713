curl -X PUT --data-binary 'x' -H "Authorization: Bearer EXAMPLE" -H "Content-Type: image/jpeg" -H "x-goog-acl: public-read" "https://storage.googleapis.com/my-bucket/pets/dog.jpeg"
