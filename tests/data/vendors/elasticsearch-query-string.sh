curl -XGET 'http://localhost:9200/twitter/_search?q=user:kimchy+AND+message:"elasticsearch"'
