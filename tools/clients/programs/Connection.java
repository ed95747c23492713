import java.net.*;

class Connection {
    public static void main(String[] args) throws Exception {
        var connection = (HttpURLConnection) new URL(args[0] + "/notes").openConnection();
        if (args[1].equals("form")) {
            connection.setDoOutput(true);
            connection.getOutputStream().write("a=1&b=2".getBytes());
        }
        connection.getResponseCode();
    }
}
