import dk.kombit.xml.schemas.requestheader._1.RequestHeaderType;
import dk.stoettesystemerne.klassifikation.KlassePortType;
import dk.stoettesystemerne.klassifikation.KlasseService7;
import dk.stoettesystemerne.organisation._6.OrganisationEnhedPortType;
import dk.stoettesystemerne.organisation._6.OrganisationEnhedService;
import dk.stoettesystemerne.organisation._6.OrganisationPortType;
import dk.stoettesystemerne.organisation._6.OrganisationService;
import dk.stoettesystemerne.organisation._6.VirksomhedPortType;
import dk.stoettesystemerne.organisation._6.VirksomhedService;
import dk.stoettesystemerne.organisation.virksomhed._6.EgenskabType;
import java.util.List;
import java.util.UUID;
import javax.xml.ws.Holder;
import oio.sagdok._3_0.LaesInputType;
import oio.sagdok._3_0.ListInputType;
import oio.sagdok._3_0.OrganisationFlerRelationType;
import oio.sagdok._3_0.SoegOutputType;
import oio.sagdok._3_0.UnikIdType;
import oio.sagdok._3_0.VirksomhedRelationType;

/** From the CVR number to the municipality's organisation and a unit of it, and classes by number. */
final class Registers {
    private static final String UNIT = "Forebyggelsesteamet";

    private final Secured secured;

    Registers(Secured secured) {
        this.secured = secured;
    }

    private static Holder<RequestHeaderType> header() {
        RequestHeaderType h = new RequestHeaderType();
        h.setTransactionUUID(UUID.randomUUID().toString());
        return new Holder<>(h);
    }

    private static UnikIdType ref(String uuid) {
        UnikIdType id = new UnikIdType();
        id.setUUIDIdentifikator(uuid);
        return id;
    }

    private static List<String> found(String what, SoegOutputType reply) {
        Line.check(what, reply.getStandardRetur().getStatusKode().intValue(), 20);
        return reply.getIdListe().getUUIDIdentifikator();
    }

    String company(String cvr) throws Exception {
        VirksomhedService service = new VirksomhedService(secured.contract("stoettesystemer-6/wsdl/Virksomhed.wsdl"));
        VirksomhedPortType port = secured.at(service.getVirksomhed(), "/organisation/virksomhed/6", Secured.ORGANISATION);
        dk.stoettesystemerne.organisation.virksomhed._6.SoegInputType in = new dk.stoettesystemerne.organisation.virksomhed._6.SoegInputType();
        in.setAttributListe(new dk.stoettesystemerne.organisation.virksomhed._6.AttributListeType());
        in.setTilstandListe(new dk.stoettesystemerne.organisation.virksomhed._6.TilstandListeType());
        in.setRelationListe(new dk.stoettesystemerne.organisation.virksomhed._6.RelationListeType());
        EgenskabType egenskab = new EgenskabType();
        egenskab.setCVRNummerTekst(cvr);
        in.getAttributListe().getEgenskab().add(egenskab);
        List<String> all = found("Virksomhed.soeg", port.soeg(header(), in));
        Line.check("virksomheder med CVR-nummeret", all.size(), 1);
        return all.get(0);
    }

    String organisation(String company) throws Exception {
        OrganisationService service = new OrganisationService(secured.contract("stoettesystemer-6/wsdl/Organisation.wsdl"));
        OrganisationPortType port = secured.at(service.getOrganisation(), "/organisation/organisation/6", Secured.ORGANISATION);
        dk.stoettesystemerne.organisation.organisation._6.SoegInputType in = new dk.stoettesystemerne.organisation.organisation._6.SoegInputType();
        in.setAttributListe(new dk.stoettesystemerne.organisation.organisation._6.AttributListeType());
        in.setTilstandListe(new dk.stoettesystemerne.organisation.organisation._6.TilstandListeType());
        in.setRelationListe(new dk.stoettesystemerne.organisation.organisation._6.RelationListeType());
        VirksomhedRelationType to = new VirksomhedRelationType();
        to.setReferenceID(ref(company));
        in.getRelationListe().setVirksomhed(to);
        LaesInputType read = new LaesInputType();
        read.setUUIDIdentifikator(found("Organisation.soeg", port.soeg(header(), in)).get(0));
        var it = port.laes(header(), read).getFiltreretOejebliksbillede();
        Line.check("Organisation.laes", it.getRegistrering().get(0).getAttributListe().getEgenskab().get(0).getOrganisationNavn(), "Korsbæk Kommune");
        return read.getUUIDIdentifikator();
    }

    String unit(String organisation) throws Exception {
        OrganisationEnhedService service = new OrganisationEnhedService(secured.contract("stoettesystemer-6/wsdl/OrganisationEnhed.wsdl"));
        OrganisationEnhedPortType port = secured.at(service.getOrganisationEnhed(), "/organisation/organisationenhed/6", Secured.ORGANISATION);
        dk.stoettesystemerne.organisation.organisationenhed._6.SoegInputType in = new dk.stoettesystemerne.organisation.organisationenhed._6.SoegInputType();
        in.setAttributListe(new dk.stoettesystemerne.organisation.organisationenhed._6.AttributListeType());
        in.setTilstandListe(new dk.stoettesystemerne.organisation.organisationenhed._6.TilstandListeType());
        in.setRelationListe(new dk.stoettesystemerne.organisation.organisationenhed._6.RelationListeType());
        OrganisationFlerRelationType to = new OrganisationFlerRelationType();
        to.setReferenceID(ref(organisation));
        in.getRelationListe().setTilhoerer(to);
        ListInputType all = new ListInputType();
        all.getUUIDIdentifikator().addAll(found("OrganisationEnhed.soeg", port.soeg(header(), in)));
        String id = "";
        for (var unit : port.list(header(), all).getFiltreretOejebliksbillede()) {
            if (unit.getRegistrering().get(0).getAttributListe().getEgenskab().get(0).getEnhedNavn().equals(UNIT)) {
                id = unit.getObjektType().getUUIDIdentifikator();
            }
        }
        Line.check("OrganisationEnhed.list har " + UNIT, !id.isEmpty(), true);
        return id;
    }

    /** classes reads KLE's subjects and facets, each by its number and title. */
    String[] classes(String[][] wanted) throws Exception {
        KlassePortType port = secured.at(new KlasseService7(secured.contract("klasse-7/Klasse.wsdl")).getKlasse(), "/klasse/7", Secured.KLASSE);
        String[] out = new String[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            out[i] = read(port, wanted[i][0], wanted[i][1]);
        }
        return out;
    }

    private static String read(KlassePortType port, String number, String title) {
        dk.stoettesystemerne.klassifikation.klasse._7.SoegInputType in = new dk.stoettesystemerne.klassifikation.klasse._7.SoegInputType();
        in.setAttributListe(new dk.stoettesystemerne.klassifikation.klasse._7.AttributListeType());
        in.setTilstandListe(new dk.stoettesystemerne.klassifikation.klasse._7.TilstandListeType());
        in.setRelationListe(new dk.stoettesystemerne.klassifikation.klasse._7.RelationListeType());
        dk.stoettesystemerne.klassifikation.klasse._7.EgenskabType egenskab = new dk.stoettesystemerne.klassifikation.klasse._7.EgenskabType();
        egenskab.setBrugervendtNoegleTekst(number);
        in.getAttributListe().getEgenskab().add(egenskab);
        klarmeld.klasse.sagdok.SoegOutputType found = port.soeg(klasseHeader(), in);
        Line.check("Klasse.soeg " + number, found.getStandardRetur().getStatusKode().intValue(), 20);
        klarmeld.klasse.sagdok.LaesInputType one = new klarmeld.klasse.sagdok.LaesInputType();
        one.setUUIDIdentifikator(found.getIdListe().getUUIDIdentifikator().get(0));
        var it = port.laes(klasseHeader(), one).getFiltreretOejebliksbillede().getRegistrering().get(0);
        Line.check("Klasse.laes " + number, it.getAttributListe().getEgenskab().get(0).getTitelTekst(), title);
        return one.getUUIDIdentifikator();
    }

    private static Holder<klarmeld.klasse.header.RequestHeaderType> klasseHeader() {
        klarmeld.klasse.header.RequestHeaderType h = new klarmeld.klasse.header.RequestHeaderType();
        h.setTransactionUUID(UUID.randomUUID().toString());
        return new Holder<>(h);
    }
}
