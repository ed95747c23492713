curl https://api.exchange.coinbase.com/products/BTC-USD/candles?granularity=60 -H 'Accept: application/json'
