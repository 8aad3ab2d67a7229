"""The file (Akte) of a case as a ZIP that is read, and proved, without the portal.

`contents` says what is in it, `index` shows it to people, `pack` writes it. `unpack` opens one
that comes from anywhere, `verify` proves it.
"""

from wirportal.documents.casefile.contents import Archive, Enclosed, Facts, Part, Record
from wirportal.documents.casefile.pack import pack
from wirportal.documents.casefile.proving import Outcome
from wirportal.documents.casefile.verify import Report, verify

__all__ = ["Archive", "Enclosed", "Facts", "Outcome", "Part", "Record", "Report", "pack", "verify"]
