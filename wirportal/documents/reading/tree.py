"""Small steps in an XML tree by local names: strict and loose OOXML differ in namespaces only."""

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree


def local(element: etree._Element) -> str:
    """The name without namespace; empty for comments and the like."""
    return _local(element.tag)


@lru_cache(1024)
def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """The direct children of these names."""
    for child in element if element is not None else ():
        if local(child) in names:
            yield child


def first(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first direct child of that name."""
    for child in element if element is not None else ():
        if _local(child.tag) == name:
            return child
    return None


def value(element: etree._Element | None, name: str = "val") -> str:
    """An attribute; empty where there is none."""
    if element is None:
        return ""
    return next(
        (str(v) for key, v in element.attrib.items() if str(key).rpartition("}")[2] == name), ""
    )


def text_of(element: etree._Element | None) -> str:
    """All text in an element."""
    return "" if element is None else "".join(str(piece) for piece in element.itertext())
