curl -i -u guest:guest -H "content-type:application/json" -XPUT http://localhost:15672/api/exchanges/%2F/my-new-exchange -d '{"type":"direct","durable":true}'
