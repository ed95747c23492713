curl -X PATCH -d '{"nickname":"Amazing Grace"}' 'https://docs-examples.firebaseio.com/rest/saving-data/users/gracehop/.json'
