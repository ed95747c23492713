curl -H 'X-FIGMA-TOKEN: EXAMPLE' 'https://api.figma.com/v1/files/abc123?ids=1:2,1:3&depth=1'
