"""复制件证明: that a copy agrees with the original, as a PDF/A with room for the seal.

Chinese in every language of the interface: it is an official form.
"""

from typing import Any

from django.utils.timezone import localtime

from records.printing.pdf import centre, rendered
from records.printing.qr import qr
from records.visits.models import Certificate

PROOF = "复制件证明"


def proof_sheet(certificate: Certificate) -> bytes:
    """The paper of a certificate, always as it was made; the same bytes each time."""
    return rendered("proof", _data(certificate), at=certificate.made_at)


def _data(certificate: Certificate) -> dict[str, Any]:
    visit, fonds = certificate.visit, certificate.record.fonds
    made = localtime(certificate.made_at)
    code = f"{certificate.check_code[:4]} {certificate.check_code[4:]}"
    return {
        "name": PROOF,
        "number": str(certificate),
        "code": code,
        "qr": qr(f"{certificate} 核验码 {code}").decode(),
        "centre": centre(),
        "fonds": f"{fonds.number} {fonds.name}",
        "archival_code": certificate.archival_code,
        "title": certificate.title,
        "pages": certificate.pages,
        "count": certificate.count,
        "sets": certificate.sets,
        "reader": visit.name,
        "unit": visit.whose,
        "purpose": visit.purpose,
        "entry": str(visit),
        "by": str(certificate.made_by),
        "on": f"{made.year} 年 {made.month} 月 {made.day} 日",
    }
