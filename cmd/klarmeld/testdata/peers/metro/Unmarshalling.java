import dk.kombit.xml.schemas.requestheader._1.RequestHeaderType;
import dk.stoettesystemerne.sagsogdokumentindeks.SagDokumentIndeksPortType;
import java.math.BigInteger;
import java.net.ServerSocket;
import javax.jws.WebService;
import javax.xml.ws.BindingType;
import javax.xml.ws.Endpoint;
import javax.xml.ws.Holder;
import javax.xml.ws.soap.SOAPBinding;
import oio.sagdok._3_0.MultipleOutputType;
import oio.sagdok._3_0.SagDokObjektType;
import oio.sagdok._3_0.UnikReturType;
import oio.sts.sagdok.sagdokumentindeks._6.FjernSagDokumentIndeksInputType;
import oio.sts.sagdok.sagdokumentindeks._6.FremsoegSagDokumentIndeksInputType;
import oio.sts.sagdok.sagdokumentindeks._6.FremsoegSagDokumentIndeksOutputType;
import oio.sts.sagdok.sagdokumentindeks._6.ImporterSagDokumentIndeksInputType;
import oio.sts.sagdok.sagdokumentindeks._6.OpdaterSagDokumentIndeksInputType;

/**
 * A service on Java Metro that takes an import, unmarshalled by JAXB into the classes that wsimport makes
 * of the official contract, and does nothing else: its reply has the UUID of each object, and 20. It keeps
 * nothing. It writes the address that it answers at, over SOAP 1.2, and ends when its input does.
 */
@WebService(endpointInterface = "dk.stoettesystemerne.sagsogdokumentindeks.SagDokumentIndeksPortType", targetNamespace = "http://stoettesystemerne.dk/sagsogdokumentindeks")
@BindingType(SOAPBinding.SOAP12HTTP_BINDING)
public class Unmarshalling implements SagDokumentIndeksPortType {
    @Override
    public MultipleOutputType importer(Holder<RequestHeaderType> header, ImporterSagDokumentIndeksInputType request) {
        MultipleOutputType reply = new MultipleOutputType();
        for (SagDokObjektType object : request.getDokumentIndeksOrSagIndeks()) {
            UnikReturType one = new UnikReturType();
            one.setUUIDIdentifikator(object.getUUIDIdentifikator());
            one.setStatusKode(BigInteger.valueOf(20));
            reply.getUnikRetur().add(one);
        }
        return reply;
    }

    @Override
    public MultipleOutputType opdater(Holder<RequestHeaderType> header, OpdaterSagDokumentIndeksInputType request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MultipleOutputType fjern(Holder<RequestHeaderType> header, FjernSagDokumentIndeksInputType request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FremsoegSagDokumentIndeksOutputType fremsoeg(Holder<RequestHeaderType> header, FremsoegSagDokumentIndeksInputType request) {
        throw new UnsupportedOperationException();
    }

    public static void main(String[] args) throws Exception {
        // A reply goes out in two parts; without this the second waits for the sender to say that it
        // has the first, for 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String address = "http://127.0.0.1:" + port;
        Endpoint.publish(address + "/sagdokumentindeks/6", new Unmarshalling());
        System.out.println("listening on " + address);
        while (System.in.read() >= 0) {
            continue;
        }
        System.exit(0);
    }
}
