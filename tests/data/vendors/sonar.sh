curl -u squ_EXAMPLE: "https://sonar.example.com/api/issues/search?componentKeys=my:project&statuses=OPEN,CONFIRMED"
