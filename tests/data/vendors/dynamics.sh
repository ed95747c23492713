curl -H "Authorization: Bearer EXAMPLE" -H "OData-Version: 4.0" -H 'Prefer: odata.include-annotations="*"' "https://org.crm.dynamics.com/api/data/v9.2/accounts?\$select=name&\$top=3"
