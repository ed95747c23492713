curl https://api.stripe.com/v1/customers/search?query=name%3A%27Jane%20Doe%27 \
  -u "sk_test_4eC39HqLyjWDarjtT1zdp7dc:" -G
