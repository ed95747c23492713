curl --user "USERNAME:abcd efgh ijkl mnop" -X POST -d "title=New Title" https://example.org/wp-json/wp/v2/posts/123
