import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.bind.JAXBElement;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.XMLGregorianCalendar;
import klarmeld.index.sagdok.AktoerTypeKodeType;
import klarmeld.index.sagdok.LivscyklusKodeType;
import klarmeld.index.sagdok.TidspunktType;
import klarmeld.index.sagdok.UnikIdType;
import klarmeld.index.sagdok.VirkningType;
import oio.sts.generelledefinitioner._6.LokalUdvidelseListeType;
import oio.sts.generelledefinitioner._6.RelationType;
import oio.sts.sagdok.sag._6.AttributListeType;
import oio.sts.sagdok.sag._6.EgenskaberType;
import oio.sts.sagdok.sag._6.FremdriftStatusKodeType;
import oio.sts.sagdok.sag._6.FremdriftType;
import oio.sts.sagdok.sag._6.RegistreringType;
import oio.sts.sagdok.sag._6.RelationListeType;
import oio.sts.sagdok.sag._6.SagType;
import oio.sts.sagdok.sag._6.TilstandListeType;
import oio.sts.sagdok.sagindeks._6.FoelsomhedType;
import oio.sts.sagdok.sagindeks._6.ObjectFactory;
import oio.sts.sagdok.sagindeks._6.SagsitsystemRelationType;

/** A case, as the index takes it. */
final class Case {
    private static final String OPENED = "2026-01-02T03:04:05Z";
    private static final String USER = "8c1b7e0a-2f0b-4b0a-9a27-0c6f3d9d1a11";
    private static final ObjectFactory OF = new ObjectFactory();

    private final String roles;

    /** Case reads the file of relation classes, one on a line. */
    Case(Path roles) throws Exception {
        this.roles = Files.readString(roles);
    }

    SagType of(String uuid, String title, String organisation, String unit, String subject, String facet, String system) throws Exception {
        EgenskaberType e = new EgenskaberType();
        e.setVirkning(virkning());
        e.setBrugervendtNoegle("2026-0001");
        e.setSagsnummer("2026-0001");
        e.setTitel(title);
        oio.sts.sagdok.sagindeks._6.EgenskaberType si = new oio.sts.sagdok.sagindeks._6.EgenskaberType();
        si.setVirkning(virkning());
        si.setFoelsomhed(FoelsomhedType.FORTROLIGE_PERSONOPLYSNINGER);
        RegistreringType r = new RegistreringType();
        r.setTidspunkt(opened());
        r.setLivscyklusKode(LivscyklusKodeType.IMPORTERET);
        r.setBrugerRef(ref(USER));
        r.setAttributListe(new AttributListeType());
        r.getAttributListe().getEgenskaber().add(e);
        r.getAttributListe().setLokalUdvidelseListe(extension(OF.createSagIndeksEgenskaber(si)));
        FremdriftType f = new FremdriftType();
        f.setVirkning(virkning());
        f.setFremdriftStatusKode(FremdriftStatusKodeType.OPSTAAET);
        r.setTilstandListe(new TilstandListeType());
        r.getTilstandListe().getFremdrift().add(f);
        RelationListeType list = new RelationListeType();
        list.getSagsaktoer().add(fill(new RelationType(), "Sagsaktoer", "Ejer", "Organisation", organisation));
        list.getSagsaktoer().add(fill(new RelationType(), "Sagsaktoer", "Ansvarlig", "OrgEnhed", unit));
        list.getSagsklasse().add(fill(new RelationType(), "Sagsklasse", "Primær klasse", "Klasse", subject));
        list.getSagsklasse().add(fill(new RelationType(), "Sagsklasse", "Handlingsklasse", "Klasse", facet));
        SagsitsystemRelationType master = fill(new SagsitsystemRelationType(), "SagsitsystemRelation", "Master", "IT-system", system);
        SagsitsystemRelationType sender = fill(new SagsitsystemRelationType(), "SagsitsystemRelation", "Afsender", "IT-system", system);
        list.setLokalUdvidelseListe(extension(OF.createSagsitsystemRelation(master), OF.createSagsitsystemRelation(sender)));
        r.setRelationListe(list);
        SagType s = new SagType();
        s.setUUIDIdentifikator(uuid);
        s.getRegistrering().add(r);
        return s;
    }

    static UnikIdType ref(String uuid) {
        UnikIdType id = new UnikIdType();
        id.setUUIDIdentifikator(uuid);
        return id;
    }

    private static XMLGregorianCalendar opened() throws Exception {
        return DatatypeFactory.newInstance().newXMLGregorianCalendar(OPENED);
    }

    private static LokalUdvidelseListeType extension(JAXBElement<?>... elements) {
        LokalUdvidelseListeType list = new LokalUdvidelseListeType();
        list.getAny().addAll(List.of(elements));
        return list;
    }

    /** virkning is a period without an end. */
    private static VirkningType virkning() throws Exception {
        VirkningType v = new VirkningType();
        v.setFraTidspunkt(new TidspunktType());
        v.getFraTidspunkt().setTidsstempelDatoTid(opened());
        v.setTilTidspunkt(new TidspunktType());
        v.getTilTidspunkt().setGraenseIndikator(true);
        v.setAktoerRef(ref(USER));
        v.setAktoerTypeKode(AktoerTypeKodeType.BRUGER);
        return v;
    }

    private <R extends RelationType> R fill(R r, String relation, String role, String type, String reference) throws Exception {
        r.setVirkning(virkning());
        r.setRolle(ref(role(relation, "Rolle", role)));
        r.setType(ref(role(relation, "Type", type)));
        r.setReferenceID(ref(reference));
        return r;
    }

    private String role(String relation, String art, String name) {
        String row = String.format("\"objekt\": \"Sag\", \"relation\": \"%s\", \"art\": \"%s\", \"navn\": \"%s\", \"uuid\": ", relation, art, name);
        Matcher m = Pattern.compile(Pattern.quote(row) + "\"([^\"]+)\"").matcher(roles);
        if (!m.find()) {
            throw new IllegalArgumentException(relation + " " + art + " " + name + " er ingen relationsklasse");
        }
        return m.group(1);
    }
}
