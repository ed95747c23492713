curl -X GET "https://your-development-store.myshopify.com/admin/api/2024-07/products.json?ids=632910392,921728736&fields=id,title" -H "X-Shopify-Access-Token: {access_token}"
