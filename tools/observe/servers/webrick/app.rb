# The handler: 200 at /ok, else 404 or 405, each answer marked.
require "webrick"

server = WEBrick::HTTPServer.new(BindAddress: "127.0.0.1", Port: ARGV[0].to_i, AccessLog: [])
server.mount_proc("/") do |request, response|
  request.body if request.request_method == "POST"
  known = %w[GET HEAD POST].include?(request.request_method)
  response.status = request.path != "/ok" ? 404 : known ? 200 : 405
  response["X-App"] = "1"
  response.body = "#{response.status}\n"
end
trap("TERM") { server.shutdown }
server.start
