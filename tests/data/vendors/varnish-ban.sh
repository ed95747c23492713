curl -X BAN http://localhost/ -H "X-Ban-Url: /foo.*"
