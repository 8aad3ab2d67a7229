"""What we ship of others is what `vendor.json` says, and names no package registry."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECORD = {
    path: digest
    for package in json.loads((ROOT / "vendor.json").read_text())
    for path, digest in package["sha256"].items()
}
FOLDERS = ["wirportal/web/static/kern", "wirportal/web/static/htmx", "wirportal/documents/fonts"]
REGISTRY = re.compile(rb"//[^/\s]*(npm|pypi|pythonhosted|debian)[^/\s]*/|sourceMappingURL")


@pytest.mark.parametrize("path", RECORD)
def test_vendored_file_is_unchanged(path: str) -> None:
    content = (ROOT / path).read_bytes()
    assert hashlib.sha256(content).hexdigest() == RECORD[path], "rebuild it with `make vendor`"
    assert not REGISTRY.search(content)


def test_every_vendored_file_is_recorded() -> None:
    found = {
        str(path.relative_to(ROOT))
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    assert found == {path for path in RECORD if path.startswith(tuple(FOLDERS))}
