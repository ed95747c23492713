curl https://sentry.io/api/0/organizations/{organization_id_or_slug}/issues/?query=is%3Aunresolved+!has:assignee -H 'Authorization: Bearer <auth_token>'
