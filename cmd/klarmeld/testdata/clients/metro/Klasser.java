import dk.kombit.xml.schemas.requestheader._1.RequestHeaderType;
import dk.stoettesystemerne.klassifikation.KlassePortType;
import dk.stoettesystemerne.klassifikation.KlasseService7;
import dk.stoettesystemerne.klassifikation.klasse._7.AttributListeType;
import dk.stoettesystemerne.klassifikation.klasse._7.EgenskabType;
import dk.stoettesystemerne.klassifikation.klasse._7.RelationListeType;
import dk.stoettesystemerne.klassifikation.klasse._7.SoegInputType;
import dk.stoettesystemerne.klassifikation.klasse._7.TilstandListeType;
import java.math.BigInteger;
import java.util.UUID;
import javax.xml.ws.Holder;
import oio.sagdok._3_0.LaesInputType;
import oio.sagdok._3_0.SoegOutputType;

/** A KLE subject and a facet, by number. */
public class Klasser {
    public static void walk() throws Exception {
        KlassePortType port = Road.at(new KlasseService7(Road.wsdl("klasse-7/Klasse.wsdl")).getKlasse(Road.features()), "/klasse/7");
        Road.learn("emne", read(port, "27.35.04", "Forebyggende hjemmebesøg"));
        Road.learn("facet", read(port, "G01", "Generelle sager"));
    }

    static Holder<RequestHeaderType> header() {
        RequestHeaderType h = new RequestHeaderType();
        h.setTransactionUUID(UUID.randomUUID().toString());
        return new Holder<>(h);
    }

    static String read(KlassePortType port, String number, String title) {
        SoegInputType in = new SoegInputType();
        in.setAttributListe(new AttributListeType());
        in.setTilstandListe(new TilstandListeType());
        in.setRelationListe(new RelationListeType());
        EgenskabType egenskab = new EgenskabType();
        egenskab.setBrugervendtNoegleTekst(number);
        in.getAttributListe().getEgenskab().add(egenskab);
        SoegOutputType found = port.soeg(header(), in);
        Road.check(number + " søges", found.getStandardRetur().getStatusKode(), BigInteger.valueOf(20));
        LaesInputType one = new LaesInputType();
        one.setUUIDIdentifikator(found.getIdListe().getUUIDIdentifikator().get(0));
        Road.check("titlen på " + number, port.laes(header(), one).getFiltreretOejebliksbillede().getRegistrering().get(0).getAttributListe().getEgenskab().get(0).getTitelTekst(), title);
        return one.getUUIDIdentifikator();
    }
}
