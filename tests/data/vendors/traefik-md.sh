curl -H Host:whoami.docker.localhost http://127.0.0.1
