curl https://api.stripe.com/v1/charges \
  -u "sk_test_4eC39HqLyjWDarjtT1zdp7dc:" \
  -d amount=1099 \
  -d currency=usd \
  -d source=tok_visa \
  -d "metadata[order_id]"=6735
