curl -H "X-TYPESENSE-API-KEY: xyz" "http://localhost:8108/collections/companies/documents/search?q=stark&query_by=company_name&filter_by=num_employees:>100&sort_by=num_employees:desc"
