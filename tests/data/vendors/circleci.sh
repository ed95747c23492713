curl -u EXAMPLETOKEN: -X POST --header "Content-Type: application/json" -d '{"branch":"main"}' https://circleci.com/api/v2/project/gh/org/repo/pipeline
