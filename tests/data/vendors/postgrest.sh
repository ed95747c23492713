curl "http://localhost:3000/people?age=gte.18&student=is.true&select=first_name,age&or=(age.lt.18,age.gt.21)" -H "Range-Unit: items" -H "Range: 0-9" -H "Prefer: count=exact"
