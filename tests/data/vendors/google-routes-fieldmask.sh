curl -X POST -d '{
  "origin":{"address": "1600 Amphitheatre Parkway, Mountain View, CA"},
  "destination":{"address": "450 Serra Mall, Stanford, CA"},
  "travelMode": "DRIVE"
}' \
-H 'Content-Type: application/json' -H 'X-Goog-Api-Key: YOUR_API_KEY' \
-H 'X-Goog-FieldMask: routes.duration,routes.distanceMeters,routes.polyline.encodedPolyline' \
'https://routes.googleapis.com/directions/v2:computeRoutes'
