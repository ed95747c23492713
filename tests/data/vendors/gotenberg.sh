curl --request POST http://localhost:3000/forms/chromium/convert/url --form url=https://my.url -o my.pdf
