"""The written report: a Word file filled from a template that staff can edit in Word.

The template's tags are Vietnamese words without marks, for whoever edits it; `content.of` lists them all. A template
comes by mail as any other file: it is filled in a process apart, by an engine that knows nothing but these tags.
"""

from pathlib import Path

from toolkit import isolation, spreadsheet
from toolkit.errors import UsageError
from toolkit.isolation import Limits, Stopped
from toolkit.model import Settings
from toolkit.ooxml import legal
from toolkit.period import Period
from toolkit.report import content
from toolkit.report.content import Content, Cover
from toolkit.report.tags import NoTemplate, Slip
from toolkit.spreadsheet import Unreadable
from toolkit.wording import plan_title

# The report of a province, of some thousand tasks, takes 8 s and 250 MB.
_LIMITS = Limits(seconds=30.0, memory=512 << 20)
_RESTORE = "Khôi phục mẫu gốc, hoặc xóa tệp này để dùng mẫu gốc."


def write(period: Period, settings: Settings, template: Path) -> bytes:
    """The bytes of the report; the same period gives the same bytes.

    Args:
        period: the period to report.
        settings: the plan's settings, for heading and signature.
        template: the Word template.

    Raises:
        UsageError: the template is missing, no Word file, not safe, asks for too much, or has a tag that means nothing.
    """
    # Title and day as mail programs and archives show them, in place of the template's own.
    title = f"Báo cáo kết quả thực hiện {plan_title(period.plan_number, settings.issued_on)}"
    cover = Cover(legal(title), period.as_of)
    try:
        data = spreadsheet.load(template)
        work = isolation.workers().within(_LIMITS)
        return work.submit(_fill, data, content.of(period, settings), cover).result()
    except (Unreadable, NoTemplate) as fault:
        told = fault.sentence if isinstance(fault, Unreadable) else fault
        raise UsageError(f"Không đọc được mẫu báo cáo {template.name}: {told} " + _RESTORE) from fault
    except Slip as slip:
        raise UsageError(
            f"Mẫu báo cáo {template.name} có chỗ ghi sai ở {slip.place}: {slip.what}. Sửa lại trong Word rồi chạy lại."
        ) from slip
    except Stopped as stopped:
        raise UsageError(
            f"Đã ngừng điền số liệu vào mẫu báo cáo {template.name} vì {stopped.reason.value}. Kiểm tra các vòng lặp "
            f"trong mẫu. {_RESTORE}"
        ) from stopped


def _fill(data: bytes, values: Content, cover: Cover) -> bytes:
    # Only the process apart needs the libraries that fill.
    from toolkit.report import filling

    return filling.fill(data, values, cover)
