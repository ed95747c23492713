curl -X POST https://api.dropboxapi.com/2/users/get_current_account --header "Authorization: Bearer <get access token>"
