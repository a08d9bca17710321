import com.sun.org.apache.xml.internal.security.c14n.Canonicalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.helpers.DefaultHandler;

/** Writes elements in exclusive canonical form by the JDK's Santuario; asked and answered as c14n.py is. */
public class Canonical {
    public static void main(String[] args) throws Exception {
        com.sun.org.apache.xml.internal.security.Init.init();
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setErrorHandler(new DefaultHandler());
        System.err.println("Santuario of Java " + System.getProperty("java.version"));
        DataInputStream asked = new DataInputStream(System.in);
        DataOutputStream answers = new DataOutputStream(System.out);
        while (true) {
            int index;
            try {
                index = asked.readInt();
            } catch (EOFException e) {
                return;
            }
            int without = asked.readInt();
            int listed = asked.readInt();
            int size = asked.readInt();
            String list = new String(asked.readNBytes(listed), StandardCharsets.UTF_8);
            byte[] text = asked.readNBytes(size);
            int status = 0;
            byte[] said;
            try {
                said = canonical(builder, text, index, without, list);
            } catch (Exception e) {
                status = 1;
                said = e.toString().getBytes(StandardCharsets.UTF_8);
            }
            answers.writeByte(status);
            answers.writeInt(said.length);
            answers.write(said);
            answers.flush();
        }
    }

    static byte[] canonical(DocumentBuilder builder, byte[] text, int index, int without, String list) throws Exception {
        NodeList all = builder.parse(new ByteArrayInputStream(text)).getElementsByTagName("*");
        Element apex = (Element) all.item(index);
        if (without >= 0) {
            Node left = all.item(without);
            left.getParentNode().removeChild(left);
        }
        Canonicalizer form = Canonicalizer.getInstance(Canonicalizer.ALGO_ID_C14N_EXCL_OMIT_COMMENTS);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        form.canonicalizeSubtree(apex, list, out);
        return out.toByteArray();
    }
}
