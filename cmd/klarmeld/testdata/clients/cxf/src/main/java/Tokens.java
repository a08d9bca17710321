import java.security.cert.X509Certificate;
import java.util.Base64;
import org.apache.cxf.Bus;
import org.apache.cxf.staxutils.W3CDOMStreamWriter;
import org.apache.cxf.ws.security.trust.STSClient;
import org.w3c.dom.Element;

/**
 * Fetches tokens as KOMBIT's STS issues them. The stock client copies the policy's
 * template into the request, with its key type, and names the key by a ds:KeyInfo:
 * the STS issues for a PublicKey only, and wants the certificate in the UseKey.
 */
final class Tokens extends STSClient {
    static final String SAML2 = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0";
    private static final String TRUST = "http://docs.oasis-open.org/ws-sx/ws-trust/200512";
    private static final String AUTH = "http://docs.oasis-open.org/wsfed/authorization/200706";
    private static final String POLICY = "http://schemas.xmlsoap.org/ws/2004/09/policy";
    private static final String WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    private static final String BASE64 = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";
    private static final String X509V3 = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";

    /** Tokens for a municipality, by its CVR number. */
    Tokens(Bus bus, String cvr) {
        super(bus);
        setTokenType(SAML2);
        setKeyType(TRUST + "/PublicKey");
        setSendRenewing(false);
        setEnableLifetime(false);
        setClaims(claims(cvr));
    }

    /** The policy asks for a symmetric key, which no STS of the platform issues for. */
    @Override
    public void setTemplate(Element template) {
        super.setTemplate(null);
    }

    /** The stock client says AppliesTo in the policy's own namespace; the STS reads WS-Policy 1.2. */
    @Override
    public void setWspNamespace(String ofThePolicy) {
        super.setWspNamespace(POLICY);
    }

    @Override
    protected void writeElementsForRSTPublicKey(W3CDOMStreamWriter to, X509Certificate certificate) throws Exception {
        to.writeStartElement("wst", "UseKey", TRUST);
        to.writeStartElement("wsse", "BinarySecurityToken", WSSE);
        to.writeNamespace("wsse", WSSE);
        to.writeAttribute("EncodingType", BASE64);
        to.writeAttribute("ValueType", X509V3);
        to.writeCharacters(Base64.getEncoder().encodeToString(certificate.getEncoded()));
        to.writeEndElement();
        to.writeEndElement();
    }

    private static Element claims(String cvr) {
        W3CDOMStreamWriter to;
        try {
            to = new W3CDOMStreamWriter();
            to.writeStartElement("wst", "Claims", TRUST);
            to.writeNamespace("wst", TRUST);
            to.writeAttribute("Dialect", AUTH + "/authclaims");
            to.writeStartElement("auth", "ClaimType", AUTH);
            to.writeNamespace("auth", AUTH);
            to.writeAttribute("Uri", "dk:gov:saml:attribute:CvrNumberIdentifier");
            to.writeStartElement("auth", "Value", AUTH);
            to.writeCharacters(cvr);
            to.writeEndElement();
            to.writeEndElement();
            to.writeEndElement();
        } catch (javax.xml.stream.XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return to.getDocument().getDocumentElement();
    }
}
