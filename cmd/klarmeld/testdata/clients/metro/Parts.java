import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.XMLGregorianCalendar;
import oio.sagdok._3_0.AktoerTypeKodeType;
import oio.sagdok._3_0.TidspunktType;
import oio.sagdok._3_0.UnikIdType;
import oio.sagdok._3_0.VirkningType;
import oio.sts.generelledefinitioner._6.RelationType;

/** What registrations of cases and documents are made of. */
class Parts {
    static XMLGregorianCalendar time(String text) throws Exception {
        return DatatypeFactory.newInstance().newXMLGregorianCalendar(text);
    }

    static UnikIdType ref(String uuid) {
        UnikIdType id = new UnikIdType();
        id.setUUIDIdentifikator(uuid);
        return id;
    }

    static UnikIdType user() {
        return ref("8c1b7e0a-2f0b-4b0a-9a27-0c6f3d9d1a11");
    }

    /** virkning is a period without an end. */
    static VirkningType virkning(String from) throws Exception {
        VirkningType v = new VirkningType();
        v.setFraTidspunkt(new TidspunktType());
        v.getFraTidspunkt().setTidsstempelDatoTid(time(from));
        v.setTilTidspunkt(new TidspunktType());
        v.getTilTidspunkt().setGraenseIndikator(true);
        v.setAktoerRef(user());
        v.setAktoerTypeKode(AktoerTypeKodeType.BRUGER);
        return v;
    }

    static <R extends RelationType> R fill(R r, String relation, String role, String type, String reference, String from) throws Exception {
        r.setVirkning(virkning(from));
        r.setRolle(ref(role(relation, "Rolle", role)));
        r.setType(ref(role(relation, "Type", type)));
        r.setReferenceID(reference == null ? new UnikIdType() : ref(reference));
        return r;
    }

    /** role looks a relation class up in the file of them, one on a line. */
    static String role(String relation, String art, String name) throws Exception {
        String[] of = relation.split("/");
        String text = new String(Files.readAllBytes(Paths.get(Road.roles())), StandardCharsets.UTF_8);
        Matcher m = Pattern.compile("\"objekt\": \"" + of[0] + "\", \"relation\": \"" + of[1] + "\", \"art\": \"" + art + "\", \"navn\": \"" + name + "\", \"uuid\": \"([^\"]+)\"").matcher(text);
        if (!m.find()) {
            throw new IllegalArgumentException(relation + " " + art + " " + name + " er ingen relationsklasse");
        }
        return m.group(1);
    }
}
