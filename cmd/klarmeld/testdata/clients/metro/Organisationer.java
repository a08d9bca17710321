import dk.kombit.xml.schemas.requestheader._1.RequestHeaderType;
import dk.stoettesystemerne.organisation._6.OrganisationEnhedPortType;
import dk.stoettesystemerne.organisation._6.OrganisationEnhedService;
import dk.stoettesystemerne.organisation._6.OrganisationPortType;
import dk.stoettesystemerne.organisation._6.OrganisationService;
import dk.stoettesystemerne.organisation._6.VirksomhedPortType;
import dk.stoettesystemerne.organisation._6.VirksomhedService;
import dk.stoettesystemerne.organisation.organisation._6.LaesOutputType;
import dk.stoettesystemerne.organisation.organisationenhed._6.FiltreretOejebliksbilledeType;
import dk.stoettesystemerne.organisation.organisationenhed._6.ListOutputType;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import javax.xml.ws.Holder;
import oio.sagdok._3_0.LaesInputType;
import oio.sagdok._3_0.ListInputType;
import oio.sagdok._3_0.OrganisationFlerRelationType;
import oio.sagdok._3_0.SoegOutputType;
import oio.sagdok._3_0.UnikIdType;
import oio.sagdok._3_0.VirksomhedRelationType;

/** From the CVR number to the municipality's organisation and its units. */
public class Organisationer {
    public static void walk() throws Exception {
        String company = company();
        String org = organisation(company);
        Road.learn("organisation", org);
        Road.learn("enhed", unit(org));
    }

    static Holder<RequestHeaderType> header() {
        RequestHeaderType h = new RequestHeaderType();
        h.setTransactionUUID(UUID.randomUUID().toString());
        return new Holder<>(h);
    }

    static UnikIdType ref(String uuid) {
        UnikIdType id = new UnikIdType();
        id.setUUIDIdentifikator(uuid);
        return id;
    }

    static List<String> found(String what, SoegOutputType reply) {
        Road.check(what, reply.getStandardRetur().getStatusKode(), BigInteger.valueOf(20));
        return reply.getIdListe().getUUIDIdentifikator();
    }

    static String company() throws Exception {
        VirksomhedPortType port = Road.at(new VirksomhedService(Road.wsdl("stoettesystemer-6/wsdl/Virksomhed.wsdl")).getVirksomhed(Road.features()), "/organisation/virksomhed/6");
        dk.stoettesystemerne.organisation.virksomhed._6.SoegInputType in = new dk.stoettesystemerne.organisation.virksomhed._6.SoegInputType();
        in.setAttributListe(new dk.stoettesystemerne.organisation.virksomhed._6.AttributListeType());
        in.setTilstandListe(new dk.stoettesystemerne.organisation.virksomhed._6.TilstandListeType());
        in.setRelationListe(new dk.stoettesystemerne.organisation.virksomhed._6.RelationListeType());
        dk.stoettesystemerne.organisation.virksomhed._6.EgenskabType egenskab = new dk.stoettesystemerne.organisation.virksomhed._6.EgenskabType();
        egenskab.setCVRNummerTekst("11111111");
        in.getAttributListe().getEgenskab().add(egenskab);
        List<String> all = found("virksomheden søges", port.soeg(header(), in));
        Road.check("én virksomhed har kommunens CVR-nummer", all.size(), 1);
        return all.get(0);
    }

    static String organisation(String company) throws Exception {
        OrganisationPortType port = Road.at(new OrganisationService(Road.wsdl("stoettesystemer-6/wsdl/Organisation.wsdl")).getOrganisation(Road.features()), "/organisation/organisation/6");
        dk.stoettesystemerne.organisation.organisation._6.SoegInputType in = new dk.stoettesystemerne.organisation.organisation._6.SoegInputType();
        in.setAttributListe(new dk.stoettesystemerne.organisation.organisation._6.AttributListeType());
        in.setTilstandListe(new dk.stoettesystemerne.organisation.organisation._6.TilstandListeType());
        in.setRelationListe(new dk.stoettesystemerne.organisation.organisation._6.RelationListeType());
        VirksomhedRelationType to = new VirksomhedRelationType();
        to.setReferenceID(ref(company));
        in.getRelationListe().setVirksomhed(to);
        String org = found("organisationen søges", port.soeg(header(), in)).get(0);
        LaesInputType read = new LaesInputType();
        read.setUUIDIdentifikator(org);
        LaesOutputType reply = port.laes(header(), read);
        Road.check("kommunens navn", reply.getFiltreretOejebliksbillede().getRegistrering().get(0).getAttributListe().getEgenskab().get(0).getOrganisationNavn(), "Korsbæk Kommune");
        return org;
    }

    static String unit(String org) throws Exception {
        OrganisationEnhedPortType port = Road.at(new OrganisationEnhedService(Road.wsdl("stoettesystemer-6/wsdl/OrganisationEnhed.wsdl")).getOrganisationEnhed(Road.features()), "/organisation/organisationenhed/6");
        dk.stoettesystemerne.organisation.organisationenhed._6.SoegInputType in = new dk.stoettesystemerne.organisation.organisationenhed._6.SoegInputType();
        in.setAttributListe(new dk.stoettesystemerne.organisation.organisationenhed._6.AttributListeType());
        in.setTilstandListe(new dk.stoettesystemerne.organisation.organisationenhed._6.TilstandListeType());
        in.setRelationListe(new dk.stoettesystemerne.organisation.organisationenhed._6.RelationListeType());
        OrganisationFlerRelationType to = new OrganisationFlerRelationType();
        to.setReferenceID(ref(org));
        in.getRelationListe().setTilhoerer(to);
        ListInputType all = new ListInputType();
        all.getUUIDIdentifikator().addAll(found("enhederne søges", port.soeg(header(), in)));
        ListOutputType reply = port.list(header(), all);
        String id = "";
        for (FiltreretOejebliksbilledeType unit : reply.getFiltreretOejebliksbillede()) {
            if (unit.getRegistrering().get(0).getAttributListe().getEgenskab().get(0).getEnhedNavn().equals("Forebyggelsesteamet")) {
                id = unit.getObjektType().getUUIDIdentifikator();
            }
        }
        Road.check("Forebyggelsesteamet er blandt enhederne", id.isEmpty(), false);
        return id;
    }
}
