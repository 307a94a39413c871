"""The words of `Trạng thái` as officers write them, in folded text. A phrase counts only as a whole."""

import re
import unicodedata

from toolkit.model import Status
from toolkit.vietnamese import clean, fold

# Told apart from "hoàn" by its accent only.
_PUT_OFF = re.compile(r"(?:đã |bị |đã bị |tạm |xin )?hoãn")
_SUSPENDED = re.compile(
    r"(?:dang )?tam (?:hoan|dung|ngung|dinh chi|gac)\b.*|(?:da |bi |da bi )?(?:huy|huy bo|bai bo|dinh chi)\b.*|"
    r"(?:da |bi |da bi )hoan(?: lai)?|hoan (?:lai|den|sang)\b.*|"
    r"(?:da )?(?:dung|ngung)(?: (?:thuc hien|trien khai|lai)\b.*)?|khong (?:con )?(?:thuc hien|trien khai|lam) nua"
)
_ACT = "(?:thuc hien|trien khai|tien hanh|to chuc|giai quyet|xu ly|lam|th)"
_END = "(?:hoan thanh|hoan tat|ket thuc|xong|ht)"
_THING = "(?:viec|cong viec|nhiem vu|ho so|truong hop(?: nao)?)"
_WHOLE = (
    "(?:toan bo|het|tot|(?:nhiem vu|cong viec|viec)(?: (?:duoc giao|nay))?|chi tieu|yeu cau|muc tieu|ke hoach|100 ?%)"
)
_TIMING = "(?:(?:truoc|dung|qua|som|tre|cham|vuot)(?: (?:tien do|thoi han|thoi gian|han|muc|chi tieu|ke hoach))?)"
_WHEN = r"(?: (?:vao |tu |trong )?(?:ngay|thang) [\d/.-]+)"
# In order; what is certainly unfinished is read as under way: whether it was begun changes no standing.
_PHRASES = tuple(
    (status, re.compile(pattern))
    for status, pattern in (
        (
            Status.NOT_ARISEN,
            rf"(?:khong|chua|ko)(?: co)? phat sinh(?: {_THING})?|kps",
        ),
        (
            Status.IN_PROGRESS,
            rf"(?:(?:qua|tre) han,? )?(?:chua|khong|ko)(?: the| duoc)?(?: {_ACT})? (?:{_END}|dat)\b.*",
        ),
        (Status.NOT_STARTED, rf"chua(?:(?: duoc)?(?: {_ACT}| bat dau| co| khoi dong)(?: gi| duoc)?)?|not started"),
        (
            Status.IN_PROGRESS,
            rf"dang\b.*|(?:gan|sap)(?: nhu)? {_END}|in progress|doing|"
            r"qua han|cham tien do|dung tien do|moi trien khai|tiep tuc (?:thuc hien|trien khai)",
        ),
        (Status.IN_PROGRESS, rf"(?:da )?(?:{_ACT} )?(?:{_END} |dat )?(?:duoc )?(?:mot|1) (?:phan|nua)"),
        (Status.DONE, rf"da {_ACT}?(?: ?{_END})+{_WHEN}"),
        (
            Status.DONE,
            rf"(?:da )?(?:{_ACT} )?{_END}(?: {_END})?(?: {_WHOLE})*(?: {_TIMING})?(?: roi)?|"
            rf"da (?:thuc hien|lam|th)(?: roi)?|(?:da )?dat(?: {_WHOLE})?|done|completed|finished|ok|oke|okay",
        ),
    )
)
_SHARE = re.compile(rf"(?:da )?(?:{_ACT} )?(?:{_END} |dat )?(?:duoc )?(\d+(?:[.,]\d+)?) ?%")
# "3/5" alone may be a day of May; "3/5 chỉ tiêu" is a count.
_COUNT = re.compile(rf"(?:da )?(?:{_ACT} )?(?:{_END}|dat)? ?(?:duoc )?(\d+)/(\d+) [a-z ]+")
_TICK = re.compile("[✓✔☑√]")
# Boxes left open and crosses: before "Hoàn thành" they may say that it is not so.
_NOT_TICKED = set("☐□▢◻◽⬜🔲🔳☒✗✘✖❌❎")
# Keys with a number, and what belongs to the picture before it: how it is drawn, the tone of a skin.
_SELECTORS = re.compile("[0-9#*]\ufe0f?\u20e3|[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
_BULLET = re.compile(r"^[-+*•·]+\s*")
_COURTESY = re.compile(r"(?:\s+(?:a|nhe|nha))+$")
# Remarks that take nothing back: "(BC số 15/BC-UBND)", but not "(một phần)".
_REMARK = re.compile(
    r"\s*\((?:(?:ngay|so|theo|tai|vb|bc|bb|kh|qd|cv|tb|bao cao|ke hoach|van ban|quyet dinh|cong van|thong bao|"
    r"bien ban|dung han|truoc han|som|tre han|qua han|100 ?%|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|(?<=ngay )\d{1,2}/\d{1,2}|"
    r"\d+/[a-z][\w-]*|(?<=so )\d+)[\s,;:]*)+\)$"
)


def read(text: str) -> Status | None:
    """The status a phrase says for certain; None where it says none of the four."""
    words, pictures = _without_pictures(clean(text))
    if not words and _TICK.fullmatch(pictures):
        return Status.DONE
    status = _said(words)
    return None if status is Status.DONE and _NOT_TICKED.intersection(pictures) else status


def _without_pictures(line: str) -> tuple[str, str]:
    """The line without the emoji and signs at its ends, and these: the words decide, not their colour."""
    line = _BULLET.sub("", _SELECTORS.sub("", line))
    first = next((at for at, letter in enumerate(line) if not _is_picture(letter)), len(line))
    end = next((at for at in range(len(line), first, -1) if not _is_picture(line[at - 1])), first)
    return line[first:end], (line[:first] + line[end:]).strip()


def _is_picture(letter: str) -> bool:
    # "√" is a sign of mathematics and many a tick.
    return letter in " √" or unicodedata.category(letter) == "So"


def _said(text: str) -> Status | None:
    phrase = _bare(text)
    share, count = _SHARE.fullmatch(phrase), _COUNT.fullmatch(phrase)
    if share:
        return _reached(float(share[1].replace(",", ".")), 100)
    if count:
        return _reached(int(count[1]), int(count[2]))
    return next((status for status, pattern in _PHRASES if pattern.fullmatch(phrase)), None)


def _reached(part: float, whole: float) -> Status | None:
    if part > whole:
        return None
    return {0.0: Status.NOT_STARTED, whole: Status.DONE}.get(part, Status.IN_PROGRESS)


def is_suspended(text: str) -> bool:
    """True for work that was put off or called off, for which the four words have no place."""
    words, _ = _without_pictures(clean(text))
    return bool(_SUSPENDED.fullmatch(_bare(words)) or _PUT_OFF.fullmatch(words.casefold()))


def _bare(text: str) -> str:
    """The folded phrase without a bullet, a remark in brackets, words of courtesy and end punctuation."""
    phrase = _REMARK.sub("", _BULLET.sub("", fold(text)).strip(" .,;:!"))
    return _COURTESY.sub("", phrase).strip(" .,;:!")
