curl -u EXAMPLEKEY:X -F "attachments[]=hello" -F "email=example@example.com" -F "subject=S" -F "tags[]=a" -X POST https://domain.freshdesk.com/api/v2/tickets
