// npm's @signpdf 3: node signpdf.js issued.pdf key.p12 signed.pdf adbe.pkcs7.detached
// (or ETSI.CAdES.detached); it knows only RSA, in all certificates of the chain
const { readFileSync, writeFileSync } = require("fs");
const { SignPdf } = require("@signpdf/signpdf");
const { plainAddPlaceholder } = require("@signpdf/placeholder-plain");
const { P12Signer } = require("@signpdf/signer-p12");

const [, , issued, key, signed, subFilter] = process.argv;
const pdfBuffer = plainAddPlaceholder({
  pdfBuffer: readFileSync(issued),
  reason: "Zeichnung",
  contactInfo: "erika@example.org",
  name: "Erika Mustermann",
  location: "Musterstadt",
  subFilter,
});
const signer = new P12Signer(readFileSync(key), { passphrase: "wir" });
new SignPdf().sign(pdfBuffer, signer).then((made) => writeFileSync(signed, made));
