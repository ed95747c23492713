curl --get http://127.0.0.1:8500/v1/catalog/service/web --data-urlencode 'filter="v1" in ServiceTags'
