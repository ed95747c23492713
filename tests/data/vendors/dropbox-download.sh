curl -X POST https://content.dropboxapi.com/2/files/download --header "Authorization: Bearer <get access token>" --header "Dropbox-API-Arg: {\"path\":\"/Homework/math/Prime_Numbers.txt\"}"
