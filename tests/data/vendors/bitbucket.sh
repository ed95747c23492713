curl -X POST -v -u teamsinspace:app -H "Content-Type: application/json" https://api.bitbucket.org/2.0/repositories/teamsinspace/new-repository4 -d '{"scm": "git", "is_private": "true"}'
