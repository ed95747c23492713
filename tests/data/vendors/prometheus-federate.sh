curl -G http://prometheus:9090/federate --data-urlencode 'match[]={job=~".+"}'
