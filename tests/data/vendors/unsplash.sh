curl -H 'Authorization: Client-ID EXAMPLE' -H 'Accept-Version: v1' 'https://api.unsplash.com/search/photos?page=1&query=office'
