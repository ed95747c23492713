// The handler: 200 at /ok, else 404, each answer marked.
import jakarta.servlet.http.*;
import java.io.*;
import org.apache.catalina.startup.Tomcat;

public class App {
  // HttpServlet itself answers the other methods.
  static class Handler extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
      request.getInputStream().readAllBytes();
      response.setStatus(request.getRequestURI().equals("/ok") ? 200 : 404);
      response.setHeader("X-App", "1");
      response.getWriter().println("answered");
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
      doGet(request, response);
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
