curl 'https://en.wikipedia.org/w/api.php?action=query&titles=Albert%20Einstein|Main_Page&prop=info|revisions&format=json&formatversion=2'
