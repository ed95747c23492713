curl -X POST "https://us6.api.mailchimp.com/3.0/lists/abc/members?skip_merge_validation=true" --user "anystring:EXAMPLE-us6" -d '{"email_address":"a@example.com","status":"subscribed"}'
