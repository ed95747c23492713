curl -H "Authorization: Bearer $TOKEN" 'https://graph.microsoft.com/v1.0/users?$select=displayName,id&$expand=manager($levels=max;$select=id)'
