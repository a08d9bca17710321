import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.ws.BindingProvider;
import javax.xml.ws.WebServiceFeature;
import javax.xml.ws.soap.AddressingFeature;

/**
 * Metro walks the whole road, from a CVR number to an empty index.
 *
 * usage: Road CLASSES OFFICIAL BASE_URL ROLES [addressing]
 *
 * With addressing, WS-Addressing is enabled and required: Metro takes no reply
 * without its headers, or with those of another operation.
 *
 * Three families of contracts have types of the same names: wsimport has made
 * the classes of each into a folder of its own below CLASSES, and each walk has
 * a class loader of its own.
 */
public class Road {
    static String official, base, roles;
    static WebServiceFeature[] features = {};
    /** known is what one walk has learned and another needs. */
    static final Map<String, String> known = new HashMap<>();

    public static void main(String[] args) throws Exception {
        official = args[1];
        base = args[2];
        roles = args[3];
        if (args.length > 4) {
            features = new WebServiceFeature[] {new AddressingFeature(true, true)};
        }
        for (String walk : new String[] {"Organisationer", "Klasser", "Index"}) {
            URL classes = new File(args[0], walk).toURI().toURL();
            try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, Road.class.getClassLoader())) {
                Thread.currentThread().setContextClassLoader(loader);
                loader.loadClass(walk).getMethod("walk").invoke(null);
            }
        }
        System.out.println("vejen er gået over SOAP 1.1");
    }

    /**
     * wsdl is a copy of an official contract without its policy. The policy asks
     * for a token, which klarmeld does not, and Metro would send none without a
     * token service. The copy names what it imports by where that is.
     */
    public static URL wsdl(String name) throws Exception {
        Path original = Paths.get(official, "xsd", name);
        String text = new String(Files.readAllBytes(original), StandardCharsets.UTF_8).replaceAll("<wsp:PolicyReference[^>]*>", "");
        Matcher m = Pattern.compile("\\b(schemaLocation|location)=\"(?!\\w+:)([^\"]+)\"").matcher(text);
        StringBuffer out = new StringBuffer();
        while (m.find()) {
            m.appendReplacement(out, Matcher.quoteReplacement(m.group(1) + "=\"" + original.resolveSibling(m.group(2)).toUri() + "\""));
        }
        m.appendTail(out);
        Path copy = Files.createTempFile("klarmeld", ".wsdl");
        copy.toFile().deleteOnExit();
        Files.write(copy, out.toString().getBytes(StandardCharsets.UTF_8));
        return copy.toUri().toURL();
    }

    /** features are what each port is made with. */
    public static WebServiceFeature[] features() {
        return features;
    }

    /** at lets a port speak to klarmeld, whatever address its contract has. */
    public static <P> P at(P port, String path) {
        ((BindingProvider) port).getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, base + path);
        return port;
    }

    public static void learn(String what, String value) {
        known.put(what, value);
    }

    public static String learned(String what) {
        return known.get(what);
    }

    public static String roles() {
        return roles;
    }

    /** check ends the walk unless a step went as it should. */
    public static void check(String step, Object got, Object want) {
        if (!want.equals(got)) {
            System.out.println(step + ": fik " + got + ", ventede " + want);
            System.exit(1);
        }
        System.out.println("ok " + step);
    }
}
