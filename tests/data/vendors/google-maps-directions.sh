curl -L -X GET 'https://maps.googleapis.com/maps/api/directions/json?origin=Boston%2CMA&destination=Concord%2CMA&waypoints=Charlestown%2CMA%7Cvia%3ALexington%2CMA&key=YOUR_API_KEY'
