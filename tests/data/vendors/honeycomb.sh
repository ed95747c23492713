curl https://api.honeycomb.io/1/events/my.dataset -X POST -H "X-Honeycomb-Team: EXAMPLE" -H "X-Honeycomb-Event-Time: 2018-02-09T02:01:23.115Z" -d '{"method":"GET","endpoint":"/foo"}'
