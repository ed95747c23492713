curl --request GET --url 'https://api.hubapi.com/crm/v3/objects/contacts?limit=10&properties=email&properties=firstname&archived=false' --header 'authorization: Bearer YOUR_ACCESS_TOKEN'
