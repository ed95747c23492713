curl --unix-socket /var/run/docker.sock -X POST "http://localhost/v1.47/images/create?fromImage=alpine"
