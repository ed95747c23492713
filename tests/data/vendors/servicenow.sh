curl "https://instance.service-now.com/api/now/table/incident?sysparm_query=active=true^ORDERBYDESCnumber&sysparm_limit=1" --request GET --header "Accept:application/json" --user 'u':'p'
