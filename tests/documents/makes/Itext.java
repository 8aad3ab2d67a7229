// iText 5: java -cp … Itext issued.pdf key.p12 signed.pdf MARKS PAGE-FIELD-NUMBER
// MARKS: v visible, c certified, 1 SHA-1, e ETSI.CAdES.detached; x nothing of these
import com.itextpdf.text.Rectangle;
import com.itextpdf.text.pdf.PdfReader;
import com.itextpdf.text.pdf.PdfSignatureAppearance;
import com.itextpdf.text.pdf.PdfStamper;
import com.itextpdf.text.pdf.security.BouncyCastleDigest;
import com.itextpdf.text.pdf.security.MakeSignature;
import com.itextpdf.text.pdf.security.PrivateKeySignature;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

public class Itext {
    public static void main(String[] args) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new FileInputStream(args[1]), "wir".toCharArray());
        String alias = store.aliases().nextElement();
        PrivateKey key = (PrivateKey) store.getKey(alias, "wir".toCharArray());
        Certificate[] chain = store.getCertificateChain(alias);
        String marks = args[3];
        PdfStamper stamper = PdfStamper.createSignature(
                new PdfReader(args[0]), new FileOutputStream(args[2]), '\0', null, true);
        PdfSignatureAppearance look = stamper.getSignatureAppearance();
        look.setReason("Zeichnung");
        look.setLocation("Musterstadt");
        if (marks.contains("v")) {
            look.setVisibleSignature(new Rectangle(50, 50, 250, 100), 1, "Unterschrift" + args[4]);
        }
        if (marks.contains("c")) {
            look.setCertificationLevel(PdfSignatureAppearance.CERTIFIED_FORM_FILLING);
        }
        String digest = marks.contains("1") ? "SHA-1" : "SHA-256";
        MakeSignature.signDetached(look, new BouncyCastleDigest(),
                new PrivateKeySignature(key, digest, null), chain, null, null, null, 0,
                marks.contains("e") ? MakeSignature.CryptoStandard.CADES
                        : MakeSignature.CryptoStandard.CMS);
    }
}
