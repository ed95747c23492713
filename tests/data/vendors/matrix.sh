curl -XPUT -d '{"msgtype":"m.text","body":"hello"}' 'http://localhost:8008/_matrix/client/v3/rooms/!asfLdzLnOdGRkdPZWu:localhost/send/m.room.message/35?access_token=EXAMPLE'
