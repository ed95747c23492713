curl -X POST \
https://{shop}.myshopify.com/admin/api/2024-07/graphql.json \
-H 'Content-Type: application/graphql' \
-H 'X-Shopify-Access-Token: {access_token}' \
-d '
query {
  products(first: 5) { edges { node { id handle } } }
}
'
