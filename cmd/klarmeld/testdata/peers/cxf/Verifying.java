import java.io.StringReader;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.ws.Endpoint;
import javax.xml.ws.Provider;
import javax.xml.ws.Service;
import javax.xml.ws.ServiceMode;
import javax.xml.ws.WebServiceProvider;
import org.apache.cxf.jaxws.EndpointImpl;
import org.apache.cxf.rt.security.SecurityConstants;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;
import org.apache.wss4j.dom.handler.WSHandlerConstants;

/**
 * A service on CXF that verifies a message as OIO IDWS has it, and does nothing else: the Timestamp,
 * the token's signature, and the message's by the token's key. What that covers it does not ask: CXF's
 * checker of that evaluates XPath, and takes two fifths of the time. It writes the address that it
 * answers at, and ends when its input does. Its arguments: a trust store as PKCS #12, its password.
 */
public class Verifying {
    @WebServiceProvider
    @ServiceMode(Service.Mode.PAYLOAD)
    public static class Answer implements Provider<Source> {
        @Override
        public Source invoke(Source request) {
            return new StreamSource(new StringReader("<verificeret/>"));
        }
    }

    public static void main(String[] args) throws Exception {
        Properties trust = new Properties();
        trust.put("org.apache.wss4j.crypto.provider", "org.apache.wss4j.common.crypto.Merlin");
        trust.put("org.apache.wss4j.crypto.merlin.truststore.type", "PKCS12");
        trust.put("org.apache.wss4j.crypto.merlin.truststore.file", args[0]);
        trust.put("org.apache.wss4j.crypto.merlin.truststore.password", args[1]);
        Map<String, Object> demanded = new HashMap<>();
        demanded.put(WSHandlerConstants.ACTION, "Timestamp Signature SAMLTokenSigned");
        demanded.put(WSHandlerConstants.SIG_VER_PROP_REF_ID, "trust");
        demanded.put("trust", trust);

        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        EndpointImpl endpoint = (EndpointImpl) Endpoint.create(new Answer());
        endpoint.getInInterceptors().add(new WSS4JInInterceptor(demanded));
        // The audience is the service's entity ID, and not this address.
        endpoint.getProperties().put(SecurityConstants.AUDIENCE_RESTRICTION_VALIDATION, "false");
        String address = "http://127.0.0.1:" + port + "/sagdokumentindeks/6";
        endpoint.publish(address);
        System.out.println(address);
        while (System.in.read() >= 0) {
            continue;
        }
        System.exit(0);
    }
}
