"""The words of `Trạng thái` as officers write them, in folded text. A phrase counts only as a whole."""

import re

from toolkit.model import Status
from toolkit.vietnamese import clean, fold

_SUSPENDED = re.compile(
    r"(?:dang )?tam (?:hoan|dung|ngung|dinh chi|gac)\b.*|(?:da |bi |da bi )?(?:huy|huy bo|bai bo|dinh chi)\b.*|"
    r"(?:da |bi |da bi )hoan(?: lai)?|hoan (?:lai|den|sang)\b.*|"
    r"(?:da )?(?:dung|ngung) (?:thuc hien|trien khai|lai)\b.*|khong (?:con )?(?:thuc hien|trien khai) nua"
)
_ACT = "(?:thuc hien|trien khai|tien hanh|to chuc|giai quyet|xu ly|lam|th)"
_END = "(?:hoan thanh|hoan tat|ket thuc|xong|ht)"
_THING = "(?:viec|cong viec|nhiem vu|ho so|truong hop(?: nao)?)"
_TIMING = "(?:(?:truoc|dung|qua|som|tre|cham|vuot)(?: (?:tien do|thoi han|thoi gian|han))?)"
# In order; what is certainly unfinished is read as under way: whether it was begun changes no standing.
_PHRASES = tuple(
    (status, re.compile(pattern))
    for status, pattern in (
        (
            Status.NOT_ARISEN,
            rf"(?:khong|chua|ko)(?: co)? phat sinh(?: {_THING})?|kps",
        ),
        (Status.IN_PROGRESS, rf"(?:chua|khong|ko)(?: the| duoc)?(?: {_ACT})? (?:{_END}|dat)\b.*"),
        (Status.NOT_STARTED, rf"chua(?:(?: duoc)?(?: {_ACT}| bat dau| co| khoi dong)(?: gi| duoc)?)?|not started"),
        (
            Status.IN_PROGRESS,
            rf"dang\b.*|(?:gan|sap)(?: nhu)? {_END}|in progress|doing|qua han|cham tien do",
        ),
        (Status.IN_PROGRESS, rf"(?:da )?(?:{_ACT} )?(?:{_END} |dat )?(?:duoc )?(?:mot|1) (?:phan|nua)"),
        (
            Status.DONE,
            rf"(?:da )?(?:{_ACT} )?{_END}(?: (?:toan bo|het|tot|nhiem vu|cong viec))*(?: {_TIMING})?(?: roi)?|"
            rf"da (?:thuc hien|lam|th)(?: roi)?|(?:da )?dat|done|completed|finished",
        ),
    )
)
_SHARE = re.compile(rf"(?:da )?(?:{_ACT} )?(?:{_END} |dat )?(?:duoc )?(\d+(?:[.,]\d+)?) ?%")
_TICK = re.compile("[✓✔☑√]")
_BULLET = re.compile(r"^[-+*•·]+\s*|\s*\([^()]*\)$")


def read(text: str) -> Status | None:
    """The status a phrase says for certain; None where it says none of the four."""
    if _TICK.fullmatch(clean(text)):
        return Status.DONE
    phrase = _bare(text)
    share = _SHARE.fullmatch(phrase)
    if share:
        points = float(share[1].replace(",", "."))
        reached = {0.0: Status.NOT_STARTED, 100.0: Status.DONE}.get(points, Status.IN_PROGRESS)
        return reached if points <= 100 else None
    return next((status for status, pattern in _PHRASES if pattern.fullmatch(phrase)), None)


def is_suspended(text: str) -> bool:
    """True for work that was put off or called off, for which the four words have no place."""
    return bool(_SUSPENDED.fullmatch(_bare(text)))


def _bare(text: str) -> str:
    """The folded phrase without a bullet, a remark in brackets, and end punctuation."""
    return _BULLET.sub("", fold(text)).strip(" .,;:!")
