curl --request POST --data @payload.json https://localhost:4646/v1/jobs
