curl -X POST https://app.asana.com/api/1.0/tasks -H "Authorization: Bearer 0/123456789" -d "name=Buy catnip&notes=x" -d projects=124816
