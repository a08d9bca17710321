import dk.stoettesystemerne.sagsogdokumentindeks.SagDokumentIndeksPortType;
import dk.stoettesystemerne.sagsogdokumentindeks.SagDokumentIndeksService6;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.xml.ws.Holder;
import klarmeld.index.header.RequestHeaderType;
import klarmeld.index.sagdok.MultipleOutputType;
import klarmeld.index.sagdok.UnikReturType;
import oio.sts.sagdok.sagdokumentindeks._6.FjernSagDokumentIndeksInputType;
import oio.sts.sagdok.sagdokumentindeks._6.FremsoegSagDokumentIndeksInputType;
import oio.sts.sagdok.sagdokumentindeks._6.FremsoegSagDokumentIndeksOutputType;
import oio.sts.sagdok.sagdokumentindeks._6.ImporterSagDokumentIndeksInputType;
import org.apache.wss4j.common.ext.WSSecurityException;

/**
 * CXF walks the secured road: a token for each service, signed messages, signed
 * replies that are looked at; from a CVR number to an empty index.
 *
 * usage: Road OFFICIAL_XSD BASE_URL KEYS ROLES
 *
 * It writes a line of JSON a step. Exit code 0: the road is walked; 1: something went
 * wrong; 3: WS-Security has rejected a reply.
 */
public final class Road {
    private static final String CVR = "11111111";
    private static final String TITLE = "Byggesag æøå";
    private static final int REJECTED = 3;

    private final SagDokumentIndeksPortType index;
    private final String sag = UUID.randomUUID().toString();

    private Road(SagDokumentIndeksPortType index) {
        this.index = index;
    }

    public static void main(String[] args) {
        int code = 0;
        try {
            walk(Path.of(args[0]), args[1], Path.of(args[2]), Path.of(args[3]));
            Line.say("trin", "vejen er gået");
        } catch (Exception e) {
            code = ended(e);
        }
        System.exit(code);
    }

    private static int ended(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof WSSecurityException) {
                WSSecurityException rejected = (WSSecurityException) cause;
                Line.say("afvist", rejected.getErrorCode().name(), "fejl", String.valueOf(rejected.getMessage()));
                return REJECTED;
            }
        }
        Line.say("fejl", String.valueOf(e));
        e.printStackTrace();
        return 1;
    }

    private static void walk(Path official, String base, Path keys, Path roles) throws Exception {
        Secured secured = new Secured(official, base, keys, CVR);
        Registers registers = new Registers(secured);
        String organisation = registers.organisation(registers.company(CVR));
        String unit = registers.unit(organisation);
        String[] classes = registers.classes(new String[][] {{"27.35.04", "Forebyggende hjemmebesøg"}, {"G01", "Generelle sager"}});
        var service = new SagDokumentIndeksService6(secured.contract("sagdokumentindeks-6/SagDokumentIndeksService_6.wsdl"));
        Road road = new Road(secured.at(service.getSagDokumentIndeks(), "/sagdokumentindeks/6", Secured.INDEX));
        ImporterSagDokumentIndeksInputType in = new ImporterSagDokumentIndeksInputType();
        String system = UUID.randomUUID().toString();
        in.getDokumentIndeksOrSagIndeks().add(new Case(roles).of(road.sag, TITLE, organisation, unit, classes[0], classes[1], system));
        accepted("importer", road.index.importer(header(), in));
        FremsoegSagDokumentIndeksOutputType found = road.find();
        Line.check("fremsoeg", found.getStandardRetur().getStatusKode().intValue(), 20);
        var it = found.getSagFiltreretOejebliksbillede().get(0).getRegistrering().get(0);
        Line.check("titlen er hel", it.getAttributListe().getEgenskaber().get(0).getTitel(), TITLE);
        road.remove();
        Line.check("fremsoeg efter fjern", road.find().getStandardRetur().getStatusKode().intValue(), 44);
    }

    private FremsoegSagDokumentIndeksOutputType find() {
        FremsoegSagDokumentIndeksInputType in = new FremsoegSagDokumentIndeksInputType();
        in.getSagUuid().add(sag);
        return index.fremsoeg(header(), in);
    }

    private void remove() {
        FjernSagDokumentIndeksInputType in = new FjernSagDokumentIndeksInputType();
        in.getSagUuid().add(Case.ref(sag));
        in.setEfterladSagsloeseDokumenter(false);
        accepted("fjern", index.fjern(header(), in));
    }

    private static Holder<RequestHeaderType> header() {
        RequestHeaderType h = new RequestHeaderType();
        h.setTransactionUUID(UUID.randomUUID().toString());
        return new Holder<>(h);
    }

    /** accepted shows why an object was refused: the text says what to mend. */
    private static void accepted(String step, MultipleOutputType reply) {
        List<String> all = new ArrayList<>();
        for (UnikReturType r : reply.getUnikRetur()) {
            all.add(r.getStatusKode().intValue() == 20 ? "20" : r.getStatusKode() + " " + r.getFejlbeskedTekst());
        }
        Line.check(step, all.toString(), "[20]");
    }
}
