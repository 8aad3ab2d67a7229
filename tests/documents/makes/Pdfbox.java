// Apache PDFBox 2: java -cp … Pdfbox issued.pdf key.p12 signed.pdf MARKS (e ETSI.CAdES.detached)
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Calendar;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

public class Pdfbox {
    public static void main(String[] args) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new FileInputStream(args[1]), "wir".toCharArray());
        String alias = store.aliases().nextElement();
        PrivateKey key = (PrivateKey) store.getKey(alias, "wir".toCharArray());
        Certificate[] chain = store.getCertificateChain(alias);
        PDSignature signature = new PDSignature();
        signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
        signature.setSubFilter(args[3].contains("e") ? PDSignature.SUBFILTER_ETSI_CADES_DETACHED
                : PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
        signature.setReason("Zeichnung");
        signature.setSignDate(Calendar.getInstance());
        PDDocument document = PDDocument.load(new File(args[0]));
        document.addSignature(signature, content -> signed(content, key, chain));
        document.saveIncremental(new FileOutputStream(args[2]));
    }

    private static byte[] signed(InputStream content, PrivateKey key, Certificate[] chain)
            throws IOException {
        try {
            String how = "EC".equals(key.getAlgorithm()) ? "SHA256withECDSA" : "SHA256WithRSA";
            CMSSignedDataGenerator cms = new CMSSignedDataGenerator();
            cms.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(
                    new JcaDigestCalculatorProviderBuilder().build())
                    .build(new JcaContentSignerBuilder(how).build(key), (X509Certificate) chain[0]));
            cms.addCertificates(new JcaCertStore(Arrays.asList(chain)));
            byte[] all = content.readAllBytes();
            return cms.generate(new CMSProcessableByteArray(all), false).getEncoded();
        } catch (Exception problem) {
            throw new IOException(problem);
        }
    }
}
