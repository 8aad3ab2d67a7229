"""Rebuild every file we ship but did not write (`make vendor`, for maintainers).

Packages come from npm and Debian through their ordinary clients, so that a user's machine needs
neither Node nor a network. `vendor.json` tells what came from where; a test compares.
"""

import hashlib
import io
import json
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parent.parent
KERN = "wirportal/web/static/kern"
HTMX = "wirportal/web/static/htmx"
FONTS = "wirportal/documents/fonts"
CUTS = {"Regular": 400, "Italic": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}
# Scripts and signs that Fira Sans lacks. Without them Typst refuses to print the answer at all.
NOTO = [
    "Sans",
    "SansArabic",
    "SansArmenian",
    "SansEthiopic",
    "SansGeorgian",
    "SansHebrew",
    "SansSymbols",
    "SansSymbols2",
]
MATH_SIGNS = range(0x2190, 0x2400)  # arrows and operators; the rest of that font is for formulas

Files = dict[str, bytes]  # path in a package or in this repository -> content


@dataclass(frozen=True)
class Package:
    source: str
    name: str
    version: str
    licence: str
    make: Callable[[Files], Files]


def npm(name: str, version: str) -> Files:
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            ["npm", "pack", "--silent", f"{name}@{version}"],
            cwd=folder,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        with tarfile.open(Path(folder) / packed.stdout.strip()) as tar:
            return {
                member.name.removeprefix("package/"): file.read()
                for member in tar
                if (file := tar.extractfile(member))
            }


def debian(name: str, version: str) -> Files:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["apt-get", "download", "-q", f"{name}={version}"], cwd=folder, check=True)
        (deb,) = Path(folder).glob("*.deb")
        subprocess.run(["dpkg-deb", "-x", deb, "."], cwd=folder, check=True)
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in Path(folder).rglob("*.ttf")
            if path.is_file()
        }


def kern(package: Files) -> Files:
    woff = {cut: package[f"dist/fonts/fira-sans/FiraSans-{cut}.woff2"] for cut in CUTS}
    files = {f"{KERN}/fonts/FiraSans-{cut}.woff2": font for cut, font in woff.items()}
    files |= {f"{FONTS}/FiraSans-{cut}.ttf": unpacked(font) for cut, font in woff.items()}
    return files | {
        f"{KERN}/kern.min.css": without_source_map(package["dist/kern.min.css"]),
        f"{KERN}/fonts.css": font_faces(),
        f"{KERN}/LICENSE.md": package["LICENSE.md"],
        f"{KERN}/fonts/OFL.txt": open_font_license(woff["Regular"]),
        f"{FONTS}/OFL-FiraSans.txt": open_font_license(woff["Regular"]),
    }


def htmx(package: Files) -> Files:
    return {
        f"{HTMX}/htmx.min.js": without_source_map(package["dist/htmx.min.js"]),
        f"{HTMX}/LICENSE": package["LICENSE"],
    }


def noto(package: Files) -> Files:
    def font(family: str) -> bytes:
        return package[f"usr/share/fonts/truetype/noto/Noto{family}-Regular.ttf"]

    files = {f"{FONTS}/Noto{family}-Regular.ttf": font(family) for family in NOTO}
    files[f"{FONTS}/NotoSansMath-Regular.ttf"] = only(MATH_SIGNS, font("SansMath"))
    files[f"{FONTS}/OFL-Noto.txt"] = open_font_license(font("Sans"))
    return files


def emoji(package: Files) -> Files:
    return {f"{FONTS}/NotoEmoji-Regular.ttf": package["400Regular/NotoEmoji_400Regular.ttf"]}


def licences(package: Files) -> Files:
    def text(licence: str) -> bytes:
        full = json.loads(package[f"licenses/{licence}.json"])["licenseText"]
        return f"{full.strip()}\n".encode()

    files = {
        f"LICENSES/{licence}.txt": text(licence) for licence in ("EUPL-1.2", "OFL-1.1", "0BSD")
    }
    return files | {"LICENSE": text("EUPL-1.2")}


def font_faces() -> bytes:
    # KERN's own file names ten fonts and no font-display: the manifest storage stops at the first
    # one that we do not ship.
    face = (
        '@font-face {{ font-family: "Fira Sans"; src: url("fonts/FiraSans-{cut}.woff2") '
        'format("woff2"); font-weight: {weight}; font-style: {style}; font-display: swap; }}\n'
    )
    return "".join(
        face.format(cut=cut, weight=weight, style="italic" if cut == "Italic" else "normal")
        for cut, weight in CUTS.items()
    ).encode()


def unpacked(woff2: bytes) -> bytes:
    """The same font without WOFF2's compression, which Typst does not read."""
    font = TTFont(io.BytesIO(woff2), recalcTimestamp=False)
    font.flavor = None
    return written(font)


def only(signs: range, ttf: bytes) -> bytes:
    font = TTFont(io.BytesIO(ttf), recalcTimestamp=False)
    options = subset.Options(drop_tables=["MATH"], layout_features=[])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=signs)
    cutter.subset(font)
    return written(font)


def written(font: TTFont) -> bytes:
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def open_font_license(font: bytes) -> bytes:
    """The licence with the copyright line of this very font; KERN ships the font without it."""
    notice = TTFont(io.BytesIO(font))["name"].getDebugName(0)
    text = npm(EMOJI.name, EMOJI.version)["LICENSE_FONT"].decode()
    return f"{notice}\n\n{text[text.index('This Font Software') :]}".encode()


def without_source_map(content: bytes) -> bytes:
    return re.sub(rb"\n?(//|/\*)# sourceMappingURL=[^\n]*", b"", content)


EMOJI = Package("npm", "@expo-google-fonts/noto-emoji", "0.4.7", "OFL-1.1", emoji)
PACKAGES = [
    Package("npm", "@kern-ux/native", "2.7.2", "EUPL-1.2 AND OFL-1.1", kern),
    Package("npm", "htmx.org", "2.0.11", "0BSD", htmx),
    Package("debian", "fonts-noto-core", "20201225-1", "OFL-1.1", noto),
    EMOJI,
    Package("npm", "spdx-license-list", "6.12.0", "CC0-1.0", licences),
]
FETCH = {"npm": npm, "debian": debian}


def main() -> None:
    record = []
    for package in PACKAGES:
        files = package.make(FETCH[package.source](package.name, package.version))
        for path, content in files.items():
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_bytes(content)
        hashes = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
        record.append(
            {
                "name": package.name,
                "version": package.version,
                "from": package.source,
                "licence": package.licence,
                "sha256": dict(sorted(hashes.items())),
            }
        )
    (ROOT / "vendor.json").write_text(json.dumps(record, indent=2) + "\n")


if __name__ == "__main__":
    main()
