"""Writing the consolidated workbook: every sheet of the report; the same bytes for the same input."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO

from xlsxwriter.exceptions import XlsxFileError

from toolkit.book import Book
from toolkit.comparison import History
from toolkit.consolidated import appendix, changes, details, figures, overview
from toolkit.consolidated.sheet import MOST_ROWS
from toolkit.errors import OutputError
from toolkit.files import InputFile
from toolkit.period import Period
from toolkit.register import Register

__all__ = ["MOST_ROWS", "write"]


def write(
    register: Register,
    period: Period,
    history: History,
    inputs: Sequence[InputFile],
    link_to: Callable[[str], str],
    elsewhere: str = "",
) -> IO[bytes]:
    """The consolidated workbook as a file without a name, which is gone when it is closed.

    Args:
        register: what all units said, on the reporting date.
        period: the same, closed.
        history: what changed since earlier periods.
        inputs: every file that was read, for the journal.
        link_to: the path by which the workbook links to a file as staff are shown it.
        elsewhere: the folder, as staff are shown it, of the rows that no sheet can hold.

    Raises:
        OutputError: there is no room for it among the temporary files.
    """
    with _room():
        settings = register.plan.settings
        book = Book(
            f"Tổng hợp {settings.plan_name}", settings.issuer or "phuluc", register.as_of, elsewhere, is_large=True
        )
        overview.write(book, period, history, settings.issuer)
        appendix.write(book, register, period)
        figures.write_by_unit(book, period)
        figures.write_by_group(book, period)
        figures.write_overdue(book, period)
        figures.write_near_due(book, period)
        figures.write_targets(book, period)
        details.write_details(book, period, settings.warning_days)
        details.write_deliveries(book, period)
        details.write_issues(book, register, link_to)
        if history.previous:
            changes.write(book, period, history)
        details.write_journal(book, register, inputs)
        return book.stream()


@contextmanager
def _room() -> Iterator[None]:
    """Where the disk is full on which the workbook is made, that is told."""
    try:
        yield
    except (OSError, XlsxFileError) as fault:
        raise OutputError(
            f"Không ghi được tệp tổng hợp: thư mục tạm {tempfile.gettempdir()} đầy hoặc không ghi được. "
            "Hãy dọn ổ đĩa rồi chạy lại. Tệp cũ (nếu có) vẫn nguyên."
        ) from fault
