from collections.abc import Callable
from pathlib import Path

import pytest

from wirportal.documents import reading
from wirportal.documents.reading import Imported
from wirportal.editions.load import load

Read = Callable[[bytes | str], Imported]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """What `reading.read` makes of a file with this content, whose name says nothing."""
    path: Path = tmp_path_factory.mktemp("upload") / "upload"

    def read_content(content: bytes | str) -> Imported:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return reading.read(path, load())

    return read_content
