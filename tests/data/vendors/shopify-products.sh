curl -X POST \
https://your-development-store.myshopify.com/admin/api/2024-07/products.json \
-H 'Content-Type: application/json' \
-H 'X-Shopify-Access-Token: {access_token}' \
-d '{"product":{"title":"Burton Custom Freestyle 151","vendor":"Burton"}}'
