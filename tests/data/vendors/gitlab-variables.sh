curl --request POST --form "token=TOKEN" --form "ref=main" --form "variables[UPLOAD_TO_S3]=true" "https://gitlab.example.com/api/v4/projects/123456/trigger/pipeline"
