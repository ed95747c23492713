curl -s --unix-socket /var/run/docker.sock -G 'http://localhost/images/json' --data-urlencode 'filters={"dangling":["true"]}'
