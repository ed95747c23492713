curl "https://api.airtable.com/v0/appXXX/Design%20projects?fields%5B%5D=Name&filterByFormula=NOT(%7BName%7D+%3D+'')&maxRecords=3&view=All%20projects" -H "Authorization: Bearer YOUR_TOKEN"
