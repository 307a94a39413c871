"""The letter with which the consolidated workbook goes upward."""

from collections.abc import Iterator
from dataclasses import dataclass

from toolkit import summary
from toolkit.letters.wordings import render, short
from toolkit.mail.letter import Attachment, Letter, one_line
from toolkit.model import Settings, Standing
from toolkit.period import Period
from toolkit.summary import Figures, LateTask
from toolkit.wording import number, percent, plan_title


@dataclass(frozen=True, slots=True)
class _Figure:
    label: str
    count: str
    rate: str


@dataclass(frozen=True, slots=True)
class _Late:
    task: str
    units: str
    due: str
    days: str


def compose(
    period: Period,
    settings: Settings,
    to: tuple[str, ...],
    cc: tuple[str, ...],
    attachments: tuple[Attachment, ...],
    sender: str,
) -> Letter:
    """The figures of `Tổng quan`, what is overdue, who has not sent, who signs; the workbook goes along."""
    day = f"{period.as_of:%d/%m/%Y}"
    title = plan_title(settings.plan_number, settings.issued_on)
    subject = one_line(f"Báo cáo kết quả thực hiện {title} đến ngày {day} - {settings.issuer}")
    body = render(
        "bao_cao",
        subject=subject,
        superior=settings.superior or "Quý cơ quan",
        issuer=settings.issuer,
        plan=title,
        plan_name=period.plan_name,
        day=day,
        tasks=number(period.task_count),
        sent=period.sent,
        units=len(period.unit_receipts),
        figures=list(_figures(summary.total(period))),
        overdue=[_late(late) for late in summary.late_tasks(period)],
        missing="; ".join(period.missing) or "Các đơn vị đã nộp đủ báo cáo.",
        attachments=[attachment.name for attachment in attachments],
        signer_title=settings.signer_title,
        signer=settings.signer,
    )
    return Letter(to, subject, body.text, body.html, attachments, cc, sender, settings.issuer)


def _figures(figures: Figures) -> Iterator[_Figure]:
    yield _Figure("Tổng số lượt giao", number(figures.total), "")
    for standing in Standing:
        count = figures.counts[standing]
        # As on the overview: what did not arise is counted apart, in no rate.
        rate = "" if standing is Standing.NOT_ARISEN else percent(figures.rate(count))
        yield _Figure(standing.value, number(count), rate)
    yield _Figure("Hoàn thành (cả ba loại)", number(figures.done), percent(figures.done_rate))


def _late(late: LateTask) -> _Late:
    return _Late(f"{late.code}. {short(late.task)}", ", ".join(late.units), f"{late.due:%d/%m/%Y}", number(late.days))
