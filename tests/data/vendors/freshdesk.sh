curl -v -u EXAMPLEKEY:X -H "Content-Type: application/json" -X GET "https://domain.freshdesk.com/api/v2/search/tickets?query=\"priority:3\""
