"""What a template of the report may say: every tag with its value, as plain texts, numbers, lists and groups."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from toolkit import summary
from toolkit.gathering import told_once
from toolkit.model import Settings, Standing
from toolkit.ooxml import legal
from toolkit.period import MET, MISSED, NO_FIGURES, UNHEADED, Period, TargetResult
from toolkit.summary import Figures, LateTask
from toolkit.vietnamese import clean
from toolkit.wording import long_date, number, percent, place_of, plan_title

# Nothing of the program itself is among them; they go to a process apart.
Value = str | int | tuple["Value", ...] | Mapping[str, "Value"]
Content = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Cover:
    """What the report's properties say of it, as mail programs and archives show them."""

    title: str
    day: date


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


def of(period: Period, settings: Settings) -> Content:
    """The value of every tag; numbers and dates as office papers write them."""
    figures = summary.total(period)
    targets: dict[str, list[Content]] = defaultdict(list)
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
        "nhom": tuple(_group(legal(row.group.title), row.figures) for row in summary.by_group(period)),
        "nhiem_vu_qua_han": tuple(_late(at, task) for at, task in enumerate(late, start=1)),
        "chi_tieu_dat": tuple(targets[MET]),
        "chi_tieu_chua_dat": tuple(targets[MISSED]),
        "chi_tieu_chua_co_so_lieu": tuple(targets[NO_FIGURES]),
        "kho_khan": _gathered(period, "difficulty"),
        "kien_nghi": _gathered(period, "proposal"),
    }


def _heading(period: Period, settings: Settings) -> Content:
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
        "noi_nhan": tuple(legal(place) for place in map(clean, settings.recipients.split(";")) if place),
    }


def _share(figures: Figures, standing: Standing) -> Content:
    count = figures.counts[standing]
    return {"so": number(count), "ty_le": percent(figures.rate(count))}


def _group(name: str, figures: Figures) -> Content:
    return {
        "ten": name,
        "tong_so": number(figures.total),
        "hoan_thanh": number(figures.done),
        "qua_han": number(figures.counts[Standing.OVERDUE]),
        "ty_le": percent(figures.done_rate),
    }


def _late(at: int, late: LateTask) -> Content:
    reasons = told_once((detail.unit, detail.difficulty or detail.status) for detail in late.details)
    return {
        "tt": at,
        "nhiem_vu": legal(f"{late.code}. {late.task}"),
        "don_vi": legal("; ".join(late.units)),
        "han": f"{late.due:%d/%m/%Y}",
        "so_ngay": number(late.days),
        "ly_do": tuple(legal(line) for line in reasons),
    }


def _target(target: TargetResult) -> Content:
    asked = f"{target.comparison} {number(target.level)}{_unit(target)}" if target.level is not None else "–"
    reached = percent(target.rate)
    if target.achieved is not None and target.total is not None:
        reached += f" ({number(target.achieved)}/{number(target.total)})"
    elif target.achieved is not None:
        reached = f"{number(target.achieved)}{_unit(target)}"
    return {"ten": legal(f"{target.task}. {target.target}"), "muc": legal(asked), "ket_qua": reached}


def _unit(target: TargetResult) -> str:
    """The unit of measure as it is written behind a figure: `90%`, `5 lớp`."""
    return target.measure if target.measure == "%" else f" {target.measure}".rstrip()


def _gathered(period: Period, field: str) -> tuple[Content, ...]:
    """What units wrote, by group of tasks in plan order; identical texts once, led by their units."""
    title_of = {group.path: group.title for group in (*period.groups, UNHEADED)}
    texts: dict[str, list[tuple[str, str]]] = {}
    for detail in period.details:
        if getattr(detail, field):
            title = title_of.get(detail.path, detail.path)
            texts.setdefault(title, []).append((detail.unit, getattr(detail, field)))
    return tuple(
        {"nhom": legal(name), "y_kien": tuple(legal(line) for line in told_once(pairs))}
        for name, pairs in texts.items()
    )
