"""Is the uploaded PDF ours, signed by a person, and unchanged since?

`check_signature` parses nothing in this process; pyHanko is imported only in the one it starts.
"""

from wirportal.documents.signatures.check import check_signature
from wirportal.documents.signatures.trust import Service, TrustList
from wirportal.documents.signatures.verdicts import Quality, Signature, Verdict

__all__ = ["Quality", "Service", "Signature", "TrustList", "Verdict", "check_signature"]
