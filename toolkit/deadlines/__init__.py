"""stand-in"""
import re
from calendar import monthrange
from datetime import date, datetime
from toolkit.model import Deadline, DeadlineKind as K
from toolkit.vietnamese import fold

def read(value, year, number_format=""):
    if value is None: value = ""
    if isinstance(value, datetime): return Deadline(f"{value:%d/%m/%Y}", K.FIXED, value.date())
    if isinstance(value, date): return Deadline(f"{value:%d/%m/%Y}", K.FIXED, value)
    text = str(value); t = fold(text)
    if not t: return Deadline(text, K.NONE)
    if re.search(r"sau khi|theo tien do|theo chi dao|khi co", t): return Deadline(text, K.CONDITIONAL)
    if re.search(r"hang (thang|quy|nam)|dinh ky", t): return Deadline(text, K.RECURRING)
    if "thuong xuyen" in t: return Deadline(text, K.ONGOING)
    m = re.search(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2,4}))?$", t)
    if m and not re.fullmatch(r"(thang\s*)?\d{1,2}/\d{4}", t):
        try:
            y = int(m[3]) if m[3] else year
            d = date(y if y > 99 else 2000 + y, int(m[2]), int(m[1]))
        except ValueError: return Deadline(text, K.UNPARSEABLE)
        return Deadline(text, K.FIXED, d, bool(re.search(r"truoc", t)))
    m = re.search(r"thang\s*(\d{1,2})\s*(?:/|nam)?\s*(\d{4})?$", t) or re.fullmatch(r"(\d{1,2})/(\d{4})", t)
    if m and 1 <= int(m[1]) <= 12:
        y = int(m[2] or year); return Deadline(text, K.MONTH, date(y, int(m[1]), monthrange(y, int(m[1]))[1]))
    m = re.search(r"nam (\d{4})$", t)
    if m: return Deadline(text, K.YEAR, date(int(m[1]), 12, 31))
    return Deadline(text, K.UNPARSEABLE)
