curl -G -s "http://localhost:3100/loki/api/v1/query_range" \
  --data-urlencode 'query=sum(rate({job="varlogs"}[10m])) by (level)' \
  --data-urlencode 'step=300' -H 'X-Scope-OrgID: tenant1|tenant2'
