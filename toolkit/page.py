"""The workbooks and sheets of XlsxWriter with what its public way lacks: text that stays text, the page header of the
decree, and long tables quickly.

XlsxWriter stores every cell as an object and renders it by half a dozen calls. A row of a table is rendered here as it
is put, in the same words (ECMA-376 part 1, 18.3.1.4 and 18.3.1.73), and kept as text until the sheet is written. Names
that XlsxWriter keeps to itself are used for it here and nowhere else: `_write_rows`, `_check_dimensions`,
`_convert_date_time`, a format's `_get_xf_index`, its tables of cells and of shared texts, and what writes these. With
`IS_QUICK` false every cell takes the public way, to the same workbook.
"""

import math
import os
import tempfile
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import IO
from urllib.parse import quote

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.worksheet import Worksheet

from toolkit.places import column_number
from toolkit.typesetting import height_of_lines, lines_of

IS_QUICK = True

# Excel's own limit (ECMA-376 and the specifications page of Excel).
LONGEST_TEXT = 32_767
# Bytes of rows of one sheet that are not put on disk until it is written.
_IN_MEMORY = 1 << 18
# Cells of one column that are kept for the rows below.
_MOST_CELLS = 1 << 13
# Stands for the row's number until a row is whole; no XML may hold it.
_ROW = "\0"
# No letter counts for more than two.
_SURELY_SHORT = LONGEST_TEXT // 2
_LONGEST_LINK = 2_000
_LINK_ESCAPES = {ord(letter): f"%{ord(letter):02x}" for letter in '%#" <>[]^`{}'}
_CLIPPED = " … (còn tiếp, xem tệp của đơn vị)"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that the program makes, with the value that it has now."""

    text: str
    value: float


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a `target`; made by `link`."""

    target: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's XML with `_ROW` for the row's number, how many lines it takes, and how many shared texts it is."""

    markup: str
    lines: int = 1
    texts: int = 0


@dataclass(frozen=True)
class ColumnStyle:
    """How a table's cells in one column look: those that hold what they should, texts instead of it, links.

    `width` is in Excel's characters, `size` in points. `cells` are those that the column has already, by their values.
    """

    letters: str
    width: float
    size: float
    plain: Format
    text: Format
    link: Format
    cells: dict["CellValue", _Cell] = field(default_factory=dict, compare=False, repr=False)

    def style_of(self, value: "CellValue") -> Format:
        """The format of a cell with this value."""
        if value and isinstance(value, str):
            return self.text
        return self.link if isinstance(value, Link) else self.plain

    def begin(self, value: "CellValue") -> str:
        """A cell's XML as far as its style."""
        return f'<c r="{self.letters}{_ROW}" s="{self.style_of(value)._get_xf_index()}"'


CellValue = str | int | float | date | Formula | Link | None


# Whatever way a text takes into a cell: what somebody typed becomes no formula, no link and no number.
_TEXT_STAYS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Workbook(xlsxwriter.Workbook):  # type: ignore[misc]  # XlsxWriter has no types
    """The one kind of workbook that is written anew here: in it text stays text, through every way of XlsxWriter's."""

    def __init__(self, target: IO[bytes], options: Mapping[str, object]) -> None:
        super().__init__(target, {**options, **_TEXT_STAYS_TEXT})

    def _get_packager(self) -> Packager:
        return _Packager()


class _Packager(Packager):  # type: ignore[misc]
    def _write_shared_strings_file(self) -> None:
        texts = _SharedTexts()
        texts.string_table = self.workbook.str_table
        if texts.string_table.count:
            texts._set_xml_writer(self._filename("xl/sharedStrings.xml"))
            texts._assemble_xml_file()


class _SharedTexts(SharedStrings):  # type: ignore[misc]
    def _xml_rich_si_element(self, string: str) -> None:
        # XlsxWriter takes `<r>…</r>` for a rich text of its own, of which there is none here, and writes it as markup.
        self._xml_si_element(string)


class Page(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A sheet whose first printed page has no page number (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7)."""

    outline_row_level: int
    dim_rowmin: int | None
    dim_rowmax: int | None

    def __init__(self) -> None:
        super().__init__()
        # The XML of the rows that were put as a whole, a line each, and their 0-based numbers.
        self._rendered = tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="\n")  # noqa: SIM115
        self._numbers = array("L")

    def _write_header_footer(self) -> None:
        # XlsxWriter knows the element but not its attribute `differentFirst` (ECMA-376 part 1, 18.3.1.46).
        self._xml_start_tag("headerFooter", [("differentFirst", 1)])
        self._write_odd_header()
        self._xml_end_tag("headerFooter")

    def put(self, row: int, column: int, value: CellValue, style: Format) -> None:
        """Write one value. Text stays text: nothing that a person typed ever becomes a formula or a link."""
        if value is None or value == "":
            self.write_blank(row, column, None, style)
        elif isinstance(value, str):
            self.write_string(row, column, clip(value), style)
        elif isinstance(value, date):
            self.write_datetime(row, column, value, style)
        elif isinstance(value, Formula):
            self.write_formula(row, column, value.text, style, value.value)
        elif isinstance(value, Link):
            self.write_url(row, column, value.target, style, value.text)
        else:
            self.write_number(row, column, value, style)

    def put_row(
        self,
        row: int,
        values: Sequence[CellValue],
        columns: Sequence[ColumnStyle],
        height: float | None = None,
        level: int = 0,
    ) -> None:
        """Write a row from column A on, below those that were put before; nothing else may be written into it.

        Args:
            height: in points; None is as high as the longest text needs.
            level: of the outline.

        Raises:
            ValueError: the row is not below the others.
        """
        if self._numbers and row <= self._numbers[-1]:
            raise ValueError(f"row {row} after row {self._numbers[-1]}")
        if IS_QUICK:
            self._rendered.write(f"{self._row(row, values, columns, height, level)}\n")
            self._numbers.append(row)
            return
        lines = 1
        for at, (value, column) in enumerate(zip(values, columns, strict=True)):
            self.put(row, at, value, column.style_of(value))
            if isinstance(value, (str, Link)):
                lines = max(lines, lines_of(str(value), column.width, column.size))
        self.set_row(row, height or height_of_lines(lines), None, {"level": level} if level else {})

    def _row(
        self, row: int, values: Sequence[CellValue], columns: Sequence[ColumnStyle], height: float | None, level: int
    ) -> str:
        self._check_dimensions(row, 0)
        self._check_dimensions(row, len(values) - 1)
        self.outline_row_level = max(self.outline_row_level, level)
        lines = texts = 0
        cells = []
        for column, value in zip(columns, values, strict=True):
            cell = column.cells.get(value)
            if cell is None:
                cell = self._cell(row, value, column)
            else:
                texts += cell.texts
            cells.append(cell.markup)
            if cell.lines > lines:
                lines = cell.lines
        self.str_table.count += texts
        # Excel keeps heights in whole pixels.
        points = int((height or height_of_lines(lines)) * 4 / 3 + 0.5) * 0.75
        outline = f' outlineLevel="{level}"' if level else ""
        whole = f'<row r="{_ROW}" ht="{points:.16g}" customHeight="1"{outline}>{"".join(cells)}</row>'
        return whole.replace(_ROW, str(row + 1))

    def _cell(self, row: int, value: CellValue, column: ColumnStyle) -> _Cell:
        """A cell that the column does not have yet; it is kept for the rows below, if the same may come again."""
        begin = column.begin(value)
        if isinstance(value, Formula):
            return _Cell(f"{begin}><f>{escape(value.text.removeprefix('='), quote=False)}</f><v>{value.value}</v></c>")
        if isinstance(value, Link):
            at = column_number(column.letters)
            self.write_url(row, at, value.target, column.link, value.text)
            lines = lines_of(value.text, column.width, column.size)
            return _Cell(f'{begin} t="s"><v>{self.table[row].pop(at).string}</v></c>', lines)
        if value is None or value == "":
            cell = _Cell(f"{begin}/>")
        elif isinstance(value, str):
            index = self.str_table._get_shared_string_index(clip(str(value)))
            lines = lines_of(value, column.width, column.size)
            cell = _Cell(f'{begin} t="s"><v>{index}</v></c>', lines, texts=1)
        else:
            number = self._convert_date_time(value) if isinstance(value, date) else value
            if not math.isfinite(number):
                raise ValueError(f"{number} is no number of Excel")
            cell = _Cell(f"{begin}><v>{number:.16G}</v></c>")
        # Texts that come once only must not fill the memory.
        if len(column.cells) < _MOST_CELLS:
            column.cells[value] = cell
        return cell

    def _write_rows(self) -> None:
        """The rows in order: those of XlsxWriter by its own way, between them those that were rendered."""
        first, last = self.dim_rowmin, self.dim_rowmax
        begin = first
        self._rendered.seek(0)
        for row, line in zip(self._numbers, self._rendered, strict=True):
            if begin is not None and row > begin:
                self.dim_rowmin, self.dim_rowmax = begin, row - 1
                super()._write_rows()
            self.fh.write(line)
            begin = row + 1
        self._rendered.close()
        if begin is not None and last is not None and begin <= last:
            self.dim_rowmin, self.dim_rowmax = begin, last
            super()._write_rows()
        self.dim_rowmin, self.dim_rowmax = first, last


def clip(text: str) -> str:
    """The text, or as much of it as a cell holds with a word that it goes on elsewhere."""
    if len(text) < _SURELY_SHORT:
        return text
    # Excel counts in UTF-16, two bytes each.
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - len(_CLIPPED))].decode("utf-16-le", "ignore") + _CLIPPED


def link(target: str, text: str) -> Link | str:
    """A text that leads somewhere; one whose target is longer than Excel takes stays plain text.

    Args:
        target: `internal:'Quá hạn'!A1`, or `external:` with a path written by `quoted`.
    """
    return Link(target, text) if len(target) <= _LONGEST_LINK else text


def quoted(path: str) -> str:
    """A path as a link holds it: as Excel itself escapes it, so that no name can mean a place inside a file."""
    escaped = path.translate(_LINK_ESCAPES)
    if escaped.isprintable():
        return escaped
    return "".join(letter if letter.isprintable() else quote(os.fsencode(letter)) for letter in escaped)
