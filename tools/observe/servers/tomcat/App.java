// The handler: 200 at /ok, else 404 or 405, each answer marked.
import jakarta.servlet.http.*;
import java.io.*;
import java.util.Set;
import org.apache.catalina.startup.Tomcat;

public class App {
  static class Handler extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
      request.getInputStream().readAllBytes();
      boolean known = Set.of("GET", "HEAD", "POST").contains(request.getMethod());
      response.setStatus(!request.getRequestURI().equals("/ok") ? 404 : known ? 200 : 405);
      response.setHeader("X-App", "1");
      response.getWriter().println("answered");
    }
  }

  public static void main(String[] arguments) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(arguments[1]);
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(Integer.parseInt(arguments[0]));
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    var context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "app", new Handler());
    context.addServletMappingDecoded("/", "app");
    tomcat.start();
    tomcat.getServer().await();
  }
}
