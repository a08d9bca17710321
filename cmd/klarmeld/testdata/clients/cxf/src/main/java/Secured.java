import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.xml.namespace.QName;
import javax.xml.ws.BindingProvider;
import org.apache.cxf.BusFactory;
import org.apache.cxf.headers.Header;
import org.apache.cxf.helpers.DOMUtils;
import org.apache.cxf.message.Message;
import org.apache.cxf.rt.security.SecurityConstants;
import org.apache.wss4j.common.ext.WSPasswordCallback;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Lets ports speak OIO IDWS, with the keys of a folder that klarmeld certs has made. */
final class Secured {
    static final String INDEX = "http://entityid.kombit.dk/service/sdi/sagdokumentindeks/6";
    static final String KLASSE = "http://entityid.kombit.dk/service/klassifikation/7";
    static final String ORGANISATION = "http://stoettesystemerne.dk/service/organisation/3";

    private static final String LIBERTY = "urn:liberty:sb:2006-08";
    private static final String STS_PATH = "/runtime/services/kombittrust/14/certificatemixed";
    private static final String STS_SPACE = "http://schemas.microsoft.com/ws/2008/06/identity/securitytokenservice";

    private final Path official;
    private final String base;
    private final String cvr;
    private final Map<String, Object> keys;

    Secured(Path official, String base, Path folder, String cvr) throws Exception {
        this.official = official;
        this.base = base;
        this.cvr = cvr;
        this.keys = keys(folder);
    }

    /** keys says whose key signs and whom we trust, as the folder's guide has it. */
    private static Map<String, Object> keys(Path folder) throws Exception {
        String password = Files.readString(folder.resolve("adgangskode.txt")).trim();
        Properties merlin = new Properties();
        merlin.setProperty("org.apache.ws.security.crypto.provider", "org.apache.wss4j.common.crypto.Merlin");
        merlin.setProperty("org.apache.ws.security.crypto.merlin.keystore.file", folder.resolve("leverandoer.p12").toString());
        merlin.setProperty("org.apache.ws.security.crypto.merlin.keystore.password", password);
        merlin.setProperty("org.apache.ws.security.crypto.merlin.truststore.file", folder.resolve("tillid.p12").toString());
        merlin.setProperty("org.apache.ws.security.crypto.merlin.truststore.password", password);
        CallbackHandler handler = callbacks -> {
            for (Callback c : callbacks) {
                ((WSPasswordCallback) c).setPassword(password);
            }
        };
        Map<String, Object> out = new HashMap<>();
        out.put(SecurityConstants.SIGNATURE_PROPERTIES, merlin);
        out.put(SecurityConstants.ENCRYPT_PROPERTIES, merlin);
        out.put(SecurityConstants.STS_TOKEN_PROPERTIES, merlin);
        out.put(SecurityConstants.CALLBACK_HANDLER, handler);
        // CXF reads Basic256Sha256 as SHA-256 for digests, and signs by SHA-1 all the same.
        out.put(org.apache.cxf.ws.security.SecurityConstants.ASYMMETRIC_SIGNATURE_ALGORITHM, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");
        return out;
    }

    /** contract is where an official WSDL is, its policy in it. */
    java.net.URL contract(String name) throws Exception {
        return official.resolve(name).toUri().toURL();
    }

    /** at lets a port speak to klarmeld, with a token for the service of that entity ID. */
    <P> P at(P port, String path, String entity) {
        Map<String, Object> context = ((BindingProvider) port).getRequestContext();
        context.put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, base + path);
        context.putAll(keys);
        context.put(SecurityConstants.STS_CLIENT, tokens());
        context.put(SecurityConstants.STS_APPLIES_TO, entity);
        if (entity.equals(INDEX)) {
            // CXF adds to the list.
            context.put(Header.HEADER_LIST, new ArrayList<>(List.of(framework())));
        }
        return port;
    }

    private Tokens tokens() {
        Tokens out = new Tokens(BusFactory.getDefaultBus(), cvr);
        out.setWsdlLocation(official.resolve("sts.wsdl").toUri().toString());
        out.setServiceQName(new QName(STS_SPACE, "SecurityTokenService"));
        out.setEndpointQName(new QName(STS_SPACE, "CertificateWSTrustBinding_IWSTrust13Sync"));
        Map<String, Object> properties = new HashMap<>(keys);
        properties.put(Message.ENDPOINT_ADDRESS, base + STS_PATH);
        out.setProperties(properties);
        return out;
    }

    /** framework is the header by which OIO IDWS is told of; the policy leaves it unsigned. */
    private static Header framework() {
        Document doc = DOMUtils.createDocument();
        Element el = doc.createElementNS(LIBERTY, "sbf:Framework");
        el.setAttribute("version", "2.0");
        el.setAttributeNS("urn:liberty:sb:profile", "sbfprofile:profile", "urn:liberty:sb:profile:basic");
        return new Header(new QName(LIBERTY, "Framework"), el);
    }
}
