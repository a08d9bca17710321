import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.FileDescriptor;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.SAXException;

/**
 * Holds files against a schema with the JDK's own Xerces. The schema is the
 * argument, the files' names are lines of standard input. Prints "name valid"
 * or "name invalid: reason" for each. Nothing is fetched from a network.
 */
public class Validate {
    public static void main(String[] args) throws Exception {
        SchemaFactory factory = SchemaFactory.newDefaultInstance();
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file");
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        Validator validator = factory.newSchema(new File(args[0])).newValidator();
        validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        BufferedReader names = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8)) {
            for (String name = names.readLine(); name != null; name = names.readLine()) {
                try {
                    validator.validate(new StreamSource(new File(name)));
                    out.println(name + " valid");
                } catch (SAXException e) {
                    out.println(name + " invalid: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
                }
            }
        }
    }
}
