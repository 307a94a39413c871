"""Writing the consolidated workbook: every sheet of the report; the same bytes for the same input."""

from toolkit.book import Book
from toolkit.consolidated import appendix, details, figures, overview
from toolkit.files import InputFile
from toolkit.register import Register


def write(register: Register, plan_file: InputFile) -> bytes:
    """The bytes of the consolidated workbook.

    Args:
        register: what all units said, on the reporting date.
        plan_file: the plan workbook, for the journal.
    """
    settings = register.plan.settings
    book = Book(f"Tổng hợp {settings.plan_name}", settings.issuer or "phuluc", register.as_of)
    overview.write(book, register)
    appendix.write(book, register)
    figures.write_by_unit(book, register)
    figures.write_by_group(book, register)
    figures.write_overdue(book, register)
    figures.write_near_due(book, register)
    figures.write_targets(book, register)
    details.write_details(book, register)
    details.write_deliveries(book, register)
    details.write_issues(book, register)
    details.write_journal(book, register, plan_file)
    return book.bytes()
