"""A small engine for xlwings over openpyxl: what `toolkit.excel` asks of Excel, and nothing more.

Whatever is not written here raises, so the tests show which calls to Excel the code depends on.
"""

# mypy: disable-error-code="override,assignment,misc,arg-type,operator,index"
import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import xlwings
from openpyxl.utils import range_boundaries
from xlwings import base_classes


class Engine:
    """As xlwings sees Excel on Windows."""

    name, type = "excel", "desktop"

    def __init__(self) -> None:
        self.apps = Apps()

    @staticmethod
    def clean_value_data(data: Any, datetime_builder: Any, empty_as: Any, *_: Any) -> list[list[Any]]:
        return [[empty_as if value is None else value for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: Any) -> Any:
        return value


class Apps(base_classes.Apps):
    def __init__(self) -> None:
        self.apps: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self.apps]

    def __iter__(self) -> Any:
        return iter(self.apps)

    def __len__(self) -> int:
        return len(self.apps)

    def __getitem__(self, pid: int) -> Any:
        return next(app for app in self.apps if app.pid == pid)


class App(base_classes.App):
    """Remembers what it showed: the status bar, alerts, opened files."""

    engine = apps = None
    pid = 1

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.apps = engine.apps
        self.shown: list[Any] = []
        self.alerts: list[str] = []
        self._books = Books(self)

    @property
    def books(self) -> Any:
        return self._books

    @property
    def status_bar(self) -> Any:
        return self.shown[-1]

    @status_bar.setter
    def status_bar(self, value: Any) -> None:
        self.shown.append(value)

    def alert(self, prompt: str, *_: Any) -> str:
        self.alerts.append(prompt)
        return "ok"


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self.app = app
        self.opened: list[Book] = []

    def open(self, fullname: str, *_: Any, **__: Any) -> Any:
        book = Book(self.app, Path(fullname))
        self.opened.append(book)
        return book

    def __call__(self, key: Any) -> Any:
        for book in self.opened:
            if book.name == key:
                return book
        raise KeyError(key)

    def __iter__(self) -> Any:
        return iter(self.opened)

    def __len__(self) -> int:
        return len(self.opened)


class Book(base_classes.Book):
    def __init__(self, app: App, path: Path) -> None:
        self._app, self.path = app, path
        self.cells = openpyxl.load_workbook(path)

    @property
    def api(self) -> Any:
        return self.cells

    @property
    def app(self) -> Any:
        return self._app

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def fullname(self) -> str:
        return str(self.path)

    @property
    def names(self) -> Any:
        return Names(self)


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, page: Any) -> None:
        self._book, self.page = book, page

    @property
    def book(self) -> Any:
        return self._book

    @property
    def name(self) -> str:
        return str(self.page.title)

    def range(self, first: Any, _last: Any = None) -> Any:
        return Range(self, *first)


class Names(base_classes.Names):
    def __init__(self, book: Book) -> None:
        self.book = book

    def contains(self, name: str) -> bool:
        return name in self.book.cells.defined_names

    def __call__(self, name: str) -> Any:
        return Name(self.book, name)


class Name(base_classes.Name):
    def __init__(self, book: Book, name: str) -> None:
        self.book, self._name = book, name

    @property
    def name(self) -> str:
        return self._name

    @property
    def refers_to_range(self) -> Any:
        ((title, area),) = self.book.cells.defined_names[self._name].destinations
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        return Range(Sheet(self.book, self.book.cells[title]), top, left, bottom - top + 1, right - left + 1)


class Range(base_classes.Range):
    sheet = row = column = shape = None
    has_array = False
    max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet: Sheet, row: int, column: int, rows: int, columns: int) -> None:
        self.sheet, self.page = sheet, sheet.page
        self.row, self.column, self.shape = row, column, (rows, columns)
        self.options: dict[str, Any] = {}

    @property
    def api(self) -> Any:
        return self.page

    def __len__(self) -> int:
        return int(self.shape[0] * self.shape[1])

    def __call__(self, row: int, column: int) -> Any:
        return Range(self.sheet, self.row + row - 1, self.column + column - 1, 1, 1)

    @property
    def _first(self) -> Any:
        return self.page.cell(self.row, self.column)

    @property
    def raw_value(self) -> Any:
        value = self._first.value
        # Excel gives dates with a time of day.
        return dt.datetime.combine(value, dt.time()) if type(value) is dt.date else value

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        # As Excel: an apostrophe in front makes text of whatever follows.
        self._first.value = value.removeprefix("'") if isinstance(value, str) else value

    def clear_contents(self) -> None:
        for row in range(self.row, self.row + self.shape[0]):
            self.page.cell(row, self.column).value = None

    def add_hyperlink(self, address: str, text_to_display: str, *_: Any) -> None:
        self._first.hyperlink = address
        self._first.value = text_to_display


def start(path: Path) -> App:
    """An app with this workbook open, which is the caller of the next `RunPython`."""
    engine = Engine()
    app = App(engine)
    engine.apps.apps.append(app)
    for known in [known for known in xlwings.engines if known.name == "excel"]:
        xlwings.engines.engines.remove(known)
    xlwings.engines.add(xlwings.Engine(impl=engine))
    xlwings.engines.active = xlwings.engines["excel"]
    app.books.open(str(path))
    xlwings.Book(impl=app.books.opened[0]).set_mock_caller()
    return app
