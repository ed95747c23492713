require "net/http"
url, what = ARGV
uri = URI("#{url}/notes")
case what
when "form" then Net::HTTP.post_form(uri, "a" => "1")
when "json" then Net::HTTP.post(uri, '{"a":1}', "Content-Type" => "application/json")
else Net::HTTP.get(uri)
end
