import java.net.URL;
import javax.net.ssl.HttpsURLConnection;

// Call asks an address over TLS with nothing but the JVM's own settings, and prints the
// status, whom the answer is from, and whether the client has shown a certificate.
public class Call {
    public static void main(String[] args) throws Exception {
        HttpsURLConnection to = (HttpsURLConnection) new URL(args[0]).openConnection();
        int status = to.getResponseCode();
        System.out.println(status + " " + to.getPeerPrincipal() + " " + (to.getLocalCertificates() != null));
    }
}
