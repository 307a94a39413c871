"""The written report: a Word file filled from a template that staff can edit in Word.

The template's tags are Vietnamese words without marks, for whoever edits it; `_context` lists them all.
"""

import io
import zipfile
from collections import defaultdict
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from toolkit import summary
from toolkit.errors import UsageError
from toolkit.model import Settings, Standing
from toolkit.ooxml import Package, legal
from toolkit.period import MET, MISSED, NO_FIGURES, UNHEADED, Period, TargetResult
from toolkit.summary import Figures, LateTask, told_once
from toolkit.vietnamese import clean
from toolkit.wording import long_date, number, percent, place_of, plan_title

if TYPE_CHECKING:
    from docx.opc.coreprops import CoreProperties

_KEYS = {
    "dung_han": Standing.DONE_ON_TIME,
    "qua_han_da_xong": Standing.DONE_LATE,
    "khong_xet_han": Standing.DONE,
    "trong_han": Standing.ON_TRACK,
    "sap_den_han": Standing.NEAR_DUE,
    "qua_han": Standing.OVERDUE,
    "thuong_xuyen": Standing.ONGOING,
    "chua_chot_han": Standing.UNSETTLED,
    "khong_phat_sinh": Standing.NOT_ARISEN,
}


def write(period: Period, settings: Settings, template: Path) -> bytes:
    """The bytes of the report.

    Args:
        period: the period to report.
        settings: the plan's settings, for heading and signature.
        template: the Word template.

    Raises:
        UsageError: the template is missing, no Word file, or has a tag that the program does not know.
    """
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from jinja2 import Environment, StrictUndefined, TemplateError

    try:
        document = DocxTemplate(template)
        document.render(_context(period, settings), Environment(undefined=StrictUndefined, autoescape=True))
        _describe(document.docx.core_properties, period, settings)
        target = io.BytesIO()
        document.save(target)
    except (PackageNotFoundError, zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, OSError) as fault:
        sentence = f"Không đọc được mẫu báo cáo {template.name}. Khôi phục mẫu gốc, hoặc xóa tệp này để dùng mẫu gốc."
        raise UsageError(sentence) from fault
    except TemplateError as fault:
        sentence = f"Mẫu báo cáo {template.name} có chỗ ghi sai: {fault}. Sửa lại trong Word rồi chạy lại."
        raise UsageError(sentence) from fault
    # Written anew with fixed times, so that the same period gives the same bytes.
    return Package(target.getvalue()).save()


def _describe(properties: "CoreProperties", period: Period, settings: Settings) -> None:
    """Title and day as mail programs and archives show them, in place of the template's own."""
    title = legal(f"Báo cáo kết quả thực hiện {plan_title(period.plan_number, settings.issued_on)}")
    # python-docx takes no more letters.
    properties.title = title[:255]
    properties.created = properties.modified = datetime.combine(period.as_of, time())


def _context(period: Period, settings: Settings) -> dict[str, object]:
    figures = summary.total(period)
    targets: dict[str, list[dict[str, str]]] = defaultdict(list)
    for target in period.targets:
        targets[target.outcome].append(_target(target))
    missing = [legal(unit) for unit in period.missing]
    late = summary.late_tasks(period)
    return {
        **_heading(period, settings),
        "so_nhiem_vu": number(period.task_count),
        "tong_so": number(figures.total),
        "hoan_thanh": {"so": number(figures.done), "ty_le": percent(figures.done_rate)},
        **{key: _share(figures, standing) for key, standing in _KEYS.items()},
        "so_don_vi": len(period.unit_receipts),
        "don_vi_da_nop": period.sent,
        "don_vi_chua_nop": "; ".join(missing),
        "nhom": [_group(legal(row.group.title), row.figures) for row in summary.by_group(period)],
        "nhiem_vu_qua_han": [_late(at, task) for at, task in enumerate(late, start=1)],
        "chi_tieu_dat": targets[MET],
        "chi_tieu_chua_dat": targets[MISSED],
        "chi_tieu_chua_co_so_lieu": targets[NO_FIGURES],
        "kho_khan": _gathered(period, "difficulty"),
        "kien_nghi": _gathered(period, "proposal"),
    }


def _heading(period: Period, settings: Settings) -> dict[str, object]:
    words = {
        "co_quan_cap_tren": settings.superior.upper(),
        "co_quan": settings.issuer,
        "co_quan_viet_hoa": settings.issuer.upper(),
        "ten_ke_hoach": period.plan_name,
        "ke_hoach": plan_title(period.plan_number, settings.issued_on),
        "dia_danh": place_of(settings.issuer),
        "chuc_vu": settings.signer_title.upper(),
        "nguoi_ky": settings.signer,
    }
    return {
        **{key: legal(text) for key, text in words.items()},
        "ngay": long_date(period.as_of),
        "den_ngay": f"{period.as_of:%d/%m/%Y}",
        "noi_nhan": [legal(place) for place in map(clean, settings.recipients.split(";")) if place],
    }


def _share(figures: Figures, standing: Standing) -> dict[str, str]:
    count = figures.counts[standing]
    return {"so": number(count), "ty_le": percent(figures.rate(count))}


def _group(name: str, figures: Figures) -> dict[str, str]:
    return {
        "ten": name,
        "tong_so": number(figures.total),
        "hoan_thanh": number(figures.done),
        "qua_han": number(figures.counts[Standing.OVERDUE]),
        "ty_le": percent(figures.done_rate),
    }


def _late(at: int, late: LateTask) -> dict[str, object]:
    reasons = told_once((detail.unit, detail.difficulty or detail.status) for detail in late.details)
    return {
        "tt": at,
        "nhiem_vu": legal(f"{late.code}. {late.task}"),
        "don_vi": legal("; ".join(late.units)),
        "han": f"{late.due:%d/%m/%Y}",
        "so_ngay": number(late.days),
        "ly_do": [legal(line) for line in reasons],
    }


def _target(target: TargetResult) -> dict[str, str]:
    asked = f"{target.comparison} {number(target.level)}{target.measure}" if target.level is not None else "–"
    reached = percent(target.rate)
    if target.achieved is not None and target.total is not None:
        reached += f" ({number(target.achieved)}/{number(target.total)})"
    return {"ten": legal(f"{target.task}. {target.target}"), "muc": legal(asked), "ket_qua": reached}


def _gathered(period: Period, field: str) -> list[dict[str, object]]:
    """What units wrote, by group of tasks in plan order; identical texts once, led by their units."""
    title_of = {group.path: group.title for group in (*period.groups, UNHEADED)}
    texts: dict[str, list[tuple[str, str]]] = {}
    for detail in period.details:
        if getattr(detail, field):
            title = title_of.get(detail.path, detail.path)
            texts.setdefault(title, []).append((detail.unit, getattr(detail, field)))
    return [
        {"nhom": legal(name), "y_kien": [legal(line) for line in told_once(pairs)]} for name, pairs in texts.items()
    ]
