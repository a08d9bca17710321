import dk.kombit.xml.schemas.requestheader._1.RequestHeaderType;
import dk.stoettesystemerne.sagsogdokumentindeks.SagDokumentIndeksPortType;
import dk.stoettesystemerne.sagsogdokumentindeks.SagDokumentIndeksService6;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.xml.bind.JAXBElement;
import javax.xml.ws.Holder;
import oio.sagdok._3_0.LivscyklusKodeType;
import oio.sagdok._3_0.MultipleOutputType;
import oio.sagdok._3_0.SagDokObjektType;
import oio.sagdok._3_0.UnikReturType;
import oio.sts.generelledefinitioner._6.LokalUdvidelseListeType;
import oio.sts.generelledefinitioner._6.RelationType;
import oio.sts.sagdok.dokumentindeks._6.DokumentIndeksType;
import oio.sts.sagdok.dokumentindeks._6.DokumentitsystemRelationType;
import oio.sts.sagdok.sag._6.AttributListeType;
import oio.sts.sagdok.sag._6.EgenskaberType;
import oio.sts.sagdok.sag._6.FremdriftStatusKodeType;
import oio.sts.sagdok.sag._6.FremdriftType;
import oio.sts.sagdok.sag._6.JournalnotatEgenskaberType;
import oio.sts.sagdok.sag._6.JournalpostEgenskaberType;
import oio.sts.sagdok.sag._6.JournalpostRelationType;
import oio.sts.sagdok.sag._6.RegistreringType;
import oio.sts.sagdok.sag._6.RelationListeType;
import oio.sts.sagdok.sag._6.SagType;
import oio.sts.sagdok.sag._6.TilstandListeType;
import oio.sts.sagdok.sagdokumentindeks._6.FjernSagDokumentIndeksInputType;
import oio.sts.sagdok.sagdokumentindeks._6.FremsoegSagDokumentIndeksInputType;
import oio.sts.sagdok.sagdokumentindeks._6.FremsoegSagDokumentIndeksOutputType;
import oio.sts.sagdok.sagdokumentindeks._6.ImporterSagDokumentIndeksInputType;
import oio.sts.sagdok.sagdokumentindeks._6.OpdaterSagDokumentIndeksInputType;
import oio.sts.sagdok.sagdokumentindeks._6.OpdaterSagIndeksInputType;
import oio.sts.sagdok.sagindeks._6.SagsitsystemRelationType;

/** A case comes, changes, gets a note and a document, and goes. */
public class Index {
    static final String OPENED = "2026-01-02T03:04:05Z", CHANGED = "2026-02-03T00:00:00Z", CLOSED = "2026-03-04T00:00:00Z", FILED = "2026-03-05T00:00:00Z";
    static final oio.sts.sagdok.sagindeks._6.ObjectFactory SI = new oio.sts.sagdok.sagindeks._6.ObjectFactory();
    static final oio.sts.sagdok.dokumentindeks._6.ObjectFactory DI = new oio.sts.sagdok.dokumentindeks._6.ObjectFactory();
    static final String sag = UUID.randomUUID().toString(), dokument = UUID.randomUUID().toString(), system = UUID.randomUUID().toString();
    static SagDokumentIndeksPortType index;

    public static void walk() throws Exception {
        index = Road.at(new SagDokumentIndeksService6(Road.wsdl("sagdokumentindeks-6/SagDokumentIndeksService_6.wsdl")).getSagDokumentIndeks(Road.features()), "/sts-soap-sagdok/sagdokumentindeks/6");
        send("sagen er importeret", aCase());
        Road.check("titlen er hel", theCase().getAttributListe().getEgenskaber().get(0).getTitel(), "Byggesag æøå");
        setState("sagen oplyses", FremdriftStatusKodeType.OPLYST, CHANGED);
        List<FremdriftType> states = theCase().getTilstandListe().getFremdrift();
        Road.check("to tilstande", states.size(), 2);
        Road.check("ingen tid imellem dem", states.get(0).getVirkning().getTilTidspunkt().getTidsstempelDatoTid(), states.get(1).getVirkning().getFraTidspunkt().getTidsstempelDatoTid());
        setState("sagen afsluttes", FremdriftStatusKodeType.AFSLUTTET, CLOSED);
        Road.check("tre tilstande", theCase().getTilstandListe().getFremdrift().get(2).getFremdriftStatusKode(), FremdriftStatusKodeType.AFSLUTTET);
        send("dokumentet er importeret", aDocument());
        file();
        Road.check("begge er på sagen", theCase().getRelationListe().getJournalpost().size(), 2);
        FremsoegSagDokumentIndeksOutputType found = find(null, dokument);
        Road.check("dokumentet findes", found.getDokumentFiltreretOejebliksbillede().get(0).getRegistrering().get(0).getAttributListe().getEgenskaber().get(0).getTitel(), "Afgørelse");
        remove();
        Road.check("sagen er væk", code(find(sag, null)), 44);
        Road.check("dokumentet er væk", code(find(null, dokument)), 44);
    }

    static Holder<RequestHeaderType> header() {
        RequestHeaderType h = new RequestHeaderType();
        h.setTransactionUUID(UUID.randomUUID().toString());
        return new Holder<>(h);
    }

    static void send(String step, SagDokObjektType object) {
        ImporterSagDokumentIndeksInputType in = new ImporterSagDokumentIndeksInputType();
        in.getDokumentIndeksOrSagIndeks().add(object);
        accepted(step, index.importer(header(), in));
    }

    /** accepted shows why an object was refused: the text says what to mend. */
    static void accepted(String step, MultipleOutputType reply) {
        List<String> refused = new ArrayList<>();
        for (UnikReturType r : reply.getUnikRetur()) {
            if (r.getStatusKode().intValue() != 20) {
                refused.add(r.getStatusKode() + " " + r.getFejlbeskedTekst());
            }
        }
        Road.check(step, refused.toString(), "[]");
        Road.check(step + ", og der er svaret", reply.getUnikRetur().isEmpty(), false);
    }

    static int code(FremsoegSagDokumentIndeksOutputType reply) {
        return reply.getStandardRetur().getStatusKode().intValue();
    }

    static FremsoegSagDokumentIndeksOutputType find(String sag, String dokument) {
        FremsoegSagDokumentIndeksInputType in = new FremsoegSagDokumentIndeksInputType();
        if (sag != null) {
            in.getSagUuid().add(sag);
        }
        if (dokument != null) {
            in.getDokumentUuid().add(dokument);
        }
        return index.fremsoeg(header(), in);
    }

    static RegistreringType theCase() {
        FremsoegSagDokumentIndeksOutputType reply = find(sag, null);
        Road.check("sagen findes", code(reply), 20);
        return reply.getSagFiltreretOejebliksbillede().get(0).getRegistrering().get(0);
    }

    static SagType aCase() throws Exception {
        EgenskaberType e = new EgenskaberType();
        e.setVirkning(Parts.virkning(OPENED));
        e.setBrugervendtNoegle("2026-0001");
        e.setSagsnummer("2026-0001");
        e.setTitel("Byggesag æøå");
        oio.sts.sagdok.sagindeks._6.EgenskaberType si = new oio.sts.sagdok.sagindeks._6.EgenskaberType();
        si.setVirkning(Parts.virkning(OPENED));
        si.setFoelsomhed(oio.sts.sagdok.sagindeks._6.FoelsomhedType.FORTROLIGE_PERSONOPLYSNINGER);
        RegistreringType r = new RegistreringType();
        r.setTidspunkt(Parts.time(OPENED));
        r.setLivscyklusKode(LivscyklusKodeType.IMPORTERET);
        r.setBrugerRef(Parts.user());
        r.setAttributListe(new AttributListeType());
        r.getAttributListe().getEgenskaber().add(e);
        r.getAttributListe().setLokalUdvidelseListe(extension(SI.createSagIndeksEgenskaber(si)));
        r.setTilstandListe(state(FremdriftStatusKodeType.OPSTAAET, OPENED));
        r.setRelationListe(relations());
        SagType s = new SagType();
        s.setUUIDIdentifikator(sag);
        s.getRegistrering().add(r);
        return s;
    }

    static RelationListeType relations() throws Exception {
        RelationListeType list = new RelationListeType();
        list.getSagsaktoer().add(Parts.fill(new RelationType(), "Sag/Sagsaktoer", "Ejer", "Organisation", Road.learned("organisation"), OPENED));
        list.getSagsaktoer().add(Parts.fill(new RelationType(), "Sag/Sagsaktoer", "Ansvarlig", "OrgEnhed", Road.learned("enhed"), OPENED));
        list.getSagsklasse().add(Parts.fill(new RelationType(), "Sag/Sagsklasse", "Primær klasse", "Klasse", Road.learned("emne"), OPENED));
        list.getSagsklasse().add(Parts.fill(new RelationType(), "Sag/Sagsklasse", "Handlingsklasse", "Klasse", Road.learned("facet"), OPENED));
        SagsitsystemRelationType master = Parts.fill(new SagsitsystemRelationType(), "Sag/SagsitsystemRelation", "Master", "IT-system", system, OPENED);
        SagsitsystemRelationType sender = Parts.fill(new SagsitsystemRelationType(), "Sag/SagsitsystemRelation", "Afsender", "IT-system", system, OPENED);
        list.setLokalUdvidelseListe(extension(SI.createSagsitsystemRelation(master), SI.createSagsitsystemRelation(sender)));
        return list;
    }

    static LokalUdvidelseListeType extension(JAXBElement<?>... elements) {
        LokalUdvidelseListeType list = new LokalUdvidelseListeType();
        list.getAny().addAll(List.of(elements));
        return list;
    }

    static TilstandListeType state(FremdriftStatusKodeType code, String from) throws Exception {
        FremdriftType f = new FremdriftType();
        f.setVirkning(Parts.virkning(from));
        f.setFremdriftStatusKode(code);
        TilstandListeType list = new TilstandListeType();
        list.getFremdrift().add(f);
        return list;
    }

    static void setState(String step, FremdriftStatusKodeType code, String from) throws Exception {
        OpdaterSagIndeksInputType u = new OpdaterSagIndeksInputType();
        u.setTilstandListe(state(code, from));
        update(step, u, from);
    }

    static void update(String step, OpdaterSagIndeksInputType u, String at) throws Exception {
        u.setUUIDIdentifikator(sag);
        u.setTidspunkt(Parts.time(at));
        OpdaterSagDokumentIndeksInputType in = new OpdaterSagDokumentIndeksInputType();
        in.getOpdaterDokumentIndeksOrOpdaterSagIndeks().add(u);
        accepted(step, index.opdater(header(), in));
    }

    static DokumentIndeksType aDocument() throws Exception {
        oio.sts.sagdok.dokumentindeks._6.EgenskaberType e = new oio.sts.sagdok.dokumentindeks._6.EgenskaberType();
        e.setVirkning(Parts.virkning(FILED));
        e.setBrugervendtNoegle("2026-0001-1");
        e.setDokumentnummer("2026-0001-1");
        e.setTitel("Afgørelse");
        e.setFoelsomhed(oio.sts.sagdok.dokumentindeks._6.FoelsomhedType.FORTROLIGE_PERSONOPLYSNINGER);
        e.setType(oio.sts.sagdok.dokumentindeks._6.Type.BREV_UDGAAENDE);
        oio.sts.sagdok.dokumentindeks._6.FremdriftType f = new oio.sts.sagdok.dokumentindeks._6.FremdriftType();
        f.setVirkning(Parts.virkning(FILED));
        f.setFremdriftStatusKode(oio.sts.sagdok.dokumentindeks._6.FremdriftStatusKodeType.ENDELIGT);
        oio.sts.sagdok.dokumentindeks._6.RegistreringType r = new oio.sts.sagdok.dokumentindeks._6.RegistreringType();
        r.setTidspunkt(Parts.time(FILED));
        r.setLivscyklusKode(LivscyklusKodeType.IMPORTERET);
        r.setBrugerRef(Parts.user());
        r.setAttributListe(new oio.sts.sagdok.dokumentindeks._6.AttributListeType());
        r.getAttributListe().getEgenskaber().add(e);
        r.setTilstandListe(new oio.sts.sagdok.dokumentindeks._6.TilstandListeType());
        r.getTilstandListe().getFremdrift().add(f);
        oio.sts.sagdok.dokumentindeks._6.RelationListeType list = new oio.sts.sagdok.dokumentindeks._6.RelationListeType();
        list.getDokumentaktoer().add(Parts.fill(new RelationType(), "Dokument/Dokumentaktoer", "Ejer", "Organisation", Road.learned("organisation"), FILED));
        DokumentitsystemRelationType master = Parts.fill(new DokumentitsystemRelationType(), "Dokument/DokumentitsystemRelation", "Master", "IT-system", system, FILED);
        DokumentitsystemRelationType sender = Parts.fill(new DokumentitsystemRelationType(), "Dokument/DokumentitsystemRelation", "Afsender", "IT-system", system, FILED);
        list.setLokalUdvidelseListe(extension(DI.createDokumentitsystemRelation(master), DI.createDokumentitsystemRelation(sender)));
        r.setRelationListe(list);
        DokumentIndeksType d = new DokumentIndeksType();
        d.setUUIDIdentifikator(dokument);
        d.getRegistrering().add(r);
        return d;
    }

    /** file puts a note and the document on the case. */
    static void file() throws Exception {
        JournalnotatEgenskaberType text = new JournalnotatEgenskaberType();
        text.setTitel("Opringning");
        text.setNotat("Borgeren har ringet".getBytes(StandardCharsets.UTF_8));
        text.setFormat(Parts.role("Sag/Journalpost", "Format", "Text"));
        JournalpostRelationType note = Parts.fill(new JournalpostRelationType(), "Sag/Journalpost", "Journalnotat", "Dokument", null, FILED);
        note.getReferenceID().setURNIdentifikator("URN:Empty");
        note.setIndeks("1");
        note.setJournalpostEgenskaber(new JournalpostEgenskaberType());
        note.getJournalpostEgenskaber().setJournalnotatEgenskaber(text);
        JournalpostRelationType filed = Parts.fill(new JournalpostRelationType(), "Sag/Journalpost", "Tilakteret", "Dokument", dokument, FILED);
        filed.setIndeks("1");
        OpdaterSagIndeksInputType u = new OpdaterSagIndeksInputType();
        u.setRelationListe(new RelationListeType());
        u.getRelationListe().getJournalpost().add(note);
        u.getRelationListe().getJournalpost().add(filed);
        update("notat og dokument er journaliseret", u, FILED);
    }

    static void remove() {
        FjernSagDokumentIndeksInputType in = new FjernSagDokumentIndeksInputType();
        in.getSagUuid().add(Parts.ref(sag));
        in.setEfterladSagsloeseDokumenter(false);
        accepted("sag og dokument er fjernet", index.fjern(header(), in));
    }
}
