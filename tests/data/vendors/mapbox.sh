curl "https://api.mapbox.com/directions/v5/mapbox/driving/-122.39636,37.79129;-122.39732,37.79283?alternatives=true&geometries=geojson&access_token=YOUR_MAPBOX_ACCESS_TOKEN"
