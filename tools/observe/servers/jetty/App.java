// The handler: 200 at /ok, else 404 or 405, each answer marked.
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import javax.servlet.http.*;
import org.eclipse.jetty.server.*;
import org.eclipse.jetty.server.handler.AbstractHandler;

public class App {
  public static void main(String[] arguments) throws Exception {
    Server server = new Server(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])));
    server.setHandler(new AbstractHandler() {
      @Override
      public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.getInputStream().readAllBytes();
        boolean known = Set.of("GET", "HEAD", "POST").contains(request.getMethod());
        response.setStatus(!target.equals("/ok") ? 404 : known ? 200 : 405);
        response.setHeader("X-App", "1");
        response.getWriter().println("answered");
        base.setHandled(true);
      }
    });
    server.start();
    server.join();
  }
}
