import java.net.URI;
import java.net.http.*;

class Client {
    public static void main(String[] args) throws Exception {
        var builder = HttpRequest.newBuilder(URI.create(args[0] + "/notes")).version(java.net.http.HttpClient.Version.HTTP_1_1);
        if (args[1].equals("json")) builder.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString("{\"a\":1}"));
        HttpClient.newHttpClient().send(builder.build(), HttpResponse.BodyHandlers.ofString());
    }
}
