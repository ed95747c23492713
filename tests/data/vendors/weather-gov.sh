curl "https://api.weather.gov/points/39.7456,-97.0892" -H "User-Agent: (myweatherapp.com, contact@myweatherapp.com)" -H "Feature-Flags: forecast_temperature_qv"
