curl https://example.com/wp-json/wc/v3/products/categories/9?force=true -X DELETE -u consumer_key:consumer_secret
