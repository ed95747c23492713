# The handler: 200 at /ok, else 404 or 405, each answer marked.
run lambda { |env|
  env["rack.input"].read
  known = %w[GET HEAD POST].include?(env["REQUEST_METHOD"])
  status = env["PATH_INFO"] != "/ok" ? 404 : known ? 200 : 405
  [status, { "X-App" => "1", "Content-Type" => "text/plain" }, ["#{status}\n"]]
}
