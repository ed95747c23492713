curl -k -X PUT https://192.168.1.10/clip/v2/resource/light/abc -H 'hue-application-key: EXAMPLE' -d '{"on":{"on":true}}'
