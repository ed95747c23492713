curl -G https://api.stripe.com/v1/charges \
  -u "sk_test_4eC39HqLyjWDarjtT1zdp7dc:" \
  -d "created[gte]"=1609459200 \
  -d limit=3 \
  -d "expand[]"="data.customer"
