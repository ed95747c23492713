curl https://api.segment.io/v1/track -u 'writekey:' -H 'Content-Type: application/json' -d '{"userId":"1","event":"Item Purchased"}'
