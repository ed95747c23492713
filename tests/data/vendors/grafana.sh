curl -H "Authorization: Bearer eyJrIjoiT0tTcG1pUlY2RnVKZTFVaDFsNFZXdE9ZWmNrMkZYbk" "http://your.grafana.com/api/search?query=&tag=a&starred=false&dashboardIds=1&dashboardIds=2"
