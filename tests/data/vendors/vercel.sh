curl -X POST "https://api.vercel.com/v10/projects?teamId=t&slug=s" -H "Authorization: Bearer EXAMPLE" -H "Content-Type: application/json" -d '{"name":"a-project-name"}'
