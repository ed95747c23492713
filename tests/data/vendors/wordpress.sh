curl -X OPTIONS -i http://demo.wp-api.org/wp-json/wp/v2/posts
