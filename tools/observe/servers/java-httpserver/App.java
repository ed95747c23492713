// The handler: 200 at /ok, else 404 or 405, each answer marked.
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.util.Set;

public class App {
  public static void main(String[] arguments) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 0);
    server.createContext("/", exchange -> {
      exchange.getRequestBody().readAllBytes();
      boolean known = Set.of("GET", "HEAD", "POST").contains(exchange.getRequestMethod());
      int status = !"/ok".equals(exchange.getRequestURI().getPath()) ? 404 : known ? 200 : 405;
      exchange.getResponseHeaders().set("X-App", "1");
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    });
    server.start();
  }
}
