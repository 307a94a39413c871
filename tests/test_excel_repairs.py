"""Every check of `excel_repairs` finds its own fault, alone, in a workbook that was good before."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from excel_repairs import BOOK_CHECKS, SHEET_CHECKS, assert_excel_safe, findings
from excel_repairs.book_faults import BOOK, BOOK_FAULTS, SHEET, STRINGS, TABLE, formula
from excel_repairs.package import Package, open_book
from excel_repairs.sheet_faults import LIST, SHEET_FAULTS

Edit = Callable[[str, str, str], Path]
FAULTS = BOOK_FAULTS | SHEET_FAULTS
# fmt: off
# Exactly at the limit, or allowed although it looks odd.
ALLOWED: dict[str, tuple[str, str, str]] = {
    "dropdown list": (SHEET, LIST, f'<formula1>"{"x" * 255}"</formula1>'),
    "dropdown title": (SHEET, 'promptTitle="State"', f'promptTitle="{"x" * 32}"'),
    "sheet name": (BOOK, 'name="Tasks"', f'name="{"x" * 31}"'),
    "shared text": (STRINGS, "<t>Report</t>", f"<t>{'x' * 32766}_x000D_</t>"),
    "formula": (SHEET, '<f>B1&amp;"x"</f>', f"<f>{formula(8192)}</f>"),
    "quotation mark in a sheet name": (
        SHEET, '<f>B1&amp;"x"</f>', f"<f>'a\"b'!A1&amp;B{'1' * 300}&amp;\"x\"</f>"
    ),
    "last row and column": (SHEET, 'ref="A1:E11"', 'ref="A1:XFD1048576"'),
    "doubled priority": (SHEET, "</cfRule>", '</cfRule><cfRule type="cellIs" priority="1"/>'),
    "one name in two scopes": (
        BOOK, "</definedNames>", '<definedName name="Local">Lists!$A$2</definedName></definedNames>'
    ),
    "vietnamese name": (BOOK, 'name="States"', 'name="Trạng_thái.1"'),
    "escaped letter in a heading": (TABLE, 'name="Code"', 'name="C_x006F_de"'),
    "footer": (SHEET, "&amp;LPage &amp;P", "x" * 255),
}
# fmt: on


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("excel_repairs") / "good.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, lists = book.add_worksheet("Tasks"), book.add_worksheet("Lists")
        red = book.add_format({"bg_color": "#FF0000"})
        percent = book.add_format({"num_format": "0.0%", "bold": True})
        sheet.write("A1", "Report", percent)
        sheet.write("B1", 0.5, percent)
        sheet.write_formula("C1", '=B1&"x"', None, "0.5x")
        sheet.merge_range("A3:B3", "Joined")
        sheet.merge_range("A4:B4", "Also joined")
        sheet.add_table("A6:B8", {"name": "Tasks", "columns": [{"header": "Code"}, {"header": "State"}]})
        sheet.add_table("D6:E8", {"name": "Units", "columns": [{"header": "Unit"}, {"header": "Head"}]})
        rule = {"validate": "list", "source": ["open", "done"], "input_title": "State"}
        texts = {"input_message": "Pick one", "error_title": "No", "error_message": "Not a state"}
        sheet.data_validation("B7:B8", {**rule, **texts})
        colour = {"type": "cell", "criteria": "==", "value": '"done"', "format": red}
        sheet.conditional_format("B7:B8", colour)
        sheet.write_url("A10", "https://example.org/plan", string="Plan")
        sheet.write_url("A11", "internal:'Lists'!A1", string="Lists")
        sheet.set_footer("&LPage &P")
        sheet.print_area("A1:E11")
        lists.write("A1", "open")
        lists.autofilter("A1:A3")
        book.define_name("States", "=Lists!$A$1:$A$3")
        book.define_name("Lists!Local", "=Lists!$A$1")
    return path


@pytest.fixture
def edited(good: Path, tmp_path: Path) -> Edit:
    """The good workbook with one place in one part replaced."""

    def edit(part: str, old: str, new: str) -> Path:
        path = tmp_path / "edited.xlsx"
        with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, "w") as target:
            for name in source.namelist():
                text = source.read(name).decode()
                if name == part:
                    assert text.count(old) == 1, f"{old} stands {text.count(old)} times in {part}"
                    text = text.replace(old, new)
                target.writestr(name, text)
        return path

    return edit


def test_good_workbook_has_no_findings(good: Path) -> None:
    assert findings(good) == []
    assert_excel_safe(good)


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_found(fault: str, edited: Edit) -> None:
    part, old, new, expected = FAULTS[fault]
    assert findings(edited(part, old, new)) == expected


@pytest.mark.parametrize("case", ALLOWED)
def test_allowed_is_not_found(case: str, edited: Edit) -> None:
    assert findings(edited(*ALLOWED[case])) == []


@pytest.mark.parametrize("character", "[]:*?/\\")
def test_forbidden_character_in_a_sheet_name(character: str, edited: Edit) -> None:
    path = edited(BOOK, 'name="Tasks"', f'name="T{character}"')
    assert findings(path) == [f"{BOOK}: sheet name {'T' + character!r} holds {character}"]


@pytest.mark.parametrize("name", ["", "1st", "two words", "a-b", ".a", "a!b"])
def test_forbidden_character_in_a_defined_name(name: str, edited: Edit) -> None:
    path = edited(BOOK, 'name="States"', f'name="{name}"')
    assert findings(path) == [f"{BOOK}: defined name {name!r} holds a character a name cannot have"]


@pytest.mark.parametrize("name", ["A1", "xfd1048576", "R", "c", "R1C1", "rc", "R2C"])
def test_defined_name_like_a_cell(name: str, edited: Edit) -> None:
    path = edited(BOOK, 'name="States"', f'name="{name}"')
    assert findings(path) == [f"{BOOK}: defined name {name!r} reads as a cell reference"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_part_twice_in_the_zip(edited: Edit) -> None:
    path = edited(BOOK, "Tasks!$A$1", "Tasks!$A$1")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET, archive.read(SHEET))
    assert findings(path) == [f"{SHEET}: stands twice in the zip"]


def test_no_zip(tmp_path: Path) -> None:
    path = tmp_path / "text.xlsx"
    path.write_text("no workbook")
    assert findings(path) == ["text.xlsx: not a readable zip package: File is not a zip file"]


def test_every_check_finds_some_fault(edited: Edit) -> None:
    silent = {check.__name__ for check in (*BOOK_CHECKS, *SHEET_CHECKS)}
    for part, old, new, _ in FAULTS.values():
        book = open_book(Package(edited(part, old, new)))
        if book is None:
            continue
        silent -= {check.__name__ for check in BOOK_CHECKS if any(check(book))}
        for sheet in book.sheets:
            silent -= {check.__name__ for check in SHEET_CHECKS if any(check(book, sheet))}
    assert not silent


@pytest.mark.parametrize(
    ("attribute", "text", "most"),
    [
        ("promptTitle", "State", 32),
        ("errorTitle", "No", 32),
        ("prompt", "Pick one", 255),
        ("error", "Not a state", 255),
    ],
)
def test_text_of_a_validation_rule(attribute: str, text: str, most: int, edited: Edit) -> None:
    old = f' {attribute}="{text}"'
    assert findings(edited(SHEET, old, f' {attribute}="{"x" * most}"')) == []
    path = edited(SHEET, old, f' {attribute}="{"x" * (most + 1)}"')
    finding = f"{SHEET} dataValidation B7:B8: {attribute} of {most + 1} characters, over {most}"
    assert findings(path) == [finding]


@pytest.mark.parametrize("name", ["'T", "T'"])
def test_apostrophe_at_the_edge_of_a_sheet_name(name: str, edited: Edit) -> None:
    path = edited(BOOK, 'name="Tasks"', f'name="{name}"')
    assert findings(path) == [f"{BOOK}: sheet name {name!r} begins or ends with an apostrophe"]


def test_both_checkers_speak(edited: Edit) -> None:
    """One fault only the validator knows (an element out of order), one only `findings` knows."""
    path = edited(SHEET, LIST, f'<formula2>1</formula2><formula1>"{"x" * 256}"</formula1>')
    with pytest.raises(AssertionError) as failure:
        assert_excel_safe(path)
    lines = str(failure.value).splitlines()
    assert any(line.startswith("openxml-audit ") for line in lines[1:])
    assert f"{SHEET} dataValidation B7:B8: typed list of 256 characters, over 255" in lines[1:]


def test_rich_workbook_is_safe(tmp_path: Path) -> None:
    path = tmp_path / "rich.xlsx"
    with xlsxwriter.Workbook(path) as book:
        _write_summary(book, book.add_worksheet("Tổng hợp"))
        _write_tasks(book, book.add_worksheet("Bob's tasks"))
        lists = book.add_worksheet("_lists")
        lists.write_column("A1", ["open", "done", "x" * 32767])
        lists.very_hidden()
        book.define_name("States", "=_lists!$A$1:$A$2")
        book.define_name("'Bob's tasks'!Local", "='Bob''s tasks'!$A$1")
        chart_sheet = book.add_chartsheet("Chart")
        pie = book.add_chart({"type": "pie"})
        pie.add_series({"values": "='Tổng hợp'!$B$2:$B$4", "categories": "='Tổng hợp'!$A$2:$A$4"})
        chart_sheet.set_chart(pie)
        book.set_properties({"title": "Rich", "author": "Tests"})
        book.set_custom_property("Unit", "A01")
    assert_excel_safe(path)


def _write_summary(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    bold, red = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"font_color": "red"})
    sheet.merge_range("D1:F2", "Line one\nline two \x01 ", bold)
    sheet.write_row("A1", ["State", "Count", "Day"], bold)
    for row, (state, count) in enumerate([("open", 3), ("done", 5), ("<none> & other", 0)], start=1):
        sheet.write(row, 0, state)
        sheet.write(row, 1, count)
        sheet.write_datetime(row, 2, date(2025, 1, row), book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.write_formula("B5", "=SUM(B2:B4)", bold, 8)
    sheet.write_dynamic_array_formula("H1", "=_xlfn.UNIQUE(A2:A4)")
    sheet.write_rich_string("A8", "One ", bold, "bold", " and ", red, "red")
    sheet.write_boolean("B8", True)
    sheet.write_comment("A1", "A comment", {"author": "Tests"})
    for kind in ("column", "line", "bar", "doughnut"):
        chart = book.add_chart({"type": kind})
        chart.add_series({"values": [sheet.name, 1, 1, 3, 1], "categories": [sheet.name, 1, 0, 3, 0]})
        chart.set_title({"name": kind})
        sheet.insert_chart("J2", chart)
    for rule in ("data_bar", "2_color_scale", "3_color_scale", "icon_set"):
        options = {"type": rule, "icon_style": "3_arrows"} if rule == "icon_set" else {"type": rule}
        sheet.conditional_format("B2:B4", options)
    sheet.conditional_format("B2:B4", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("A2:A4", {"type": "formula", "criteria": '=$A2="open"', "format": red})
    sheet.add_sparkline("G2", {"range": "B2:B4"})
    sheet.insert_textbox("J20", "A note")
    sheet.set_column("A:B", 20, bold)
    sheet.set_row(6, 30, red)
    sheet.freeze_panes(1, 0)


def _write_tasks(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    unlocked = book.add_format({"locked": False})
    columns = [{"header": "Code"}, {"header": "State"}, {"header": "Two\nlines"}]
    columns += [{"header": "Done", "formula": '=IF([@State]="done",1,0)', "total_function": "sum"}]
    data = [[f"T{row}", "open", ""] for row in range(1, 5)]
    sheet.add_table("A3:D8", {"name": "Task_list", "columns": columns, "data": data, "total_row": True})
    sheet.write_url("F1", "https://example.org/?q=a&b=c d", string="Plan", tip="Opens the plan")
    sheet.write_url("F2", "mailto:office@example.org")
    sheet.write_url("F3", "internal:'Tổng hợp'!A1", string="Summary")
    sheet.write_url("F4", "external:other file.xlsx#Sheet1!A1")
    sheet.data_validation("B4:B7", {"validate": "list", "source": "=States", "error_type": "warning"})
    sheet.data_validation("G4:G7", {"validate": "list", "source": ["x" * 126, "y" * 128]})
    sheet.data_validation("H4:H7", {"validate": "date", "criteria": ">=", "value": date(2025, 1, 1)})
    sheet.data_validation("I4:I7", {"validate": "custom", "value": '=LEN(I4)<"9"', "input_title": "x" * 32})
    sheet.set_column("B:B", 12, unlocked)
    sheet.protect("secret", {"format_columns": True, "autofilter": True})
    sheet.set_header('&C&"Arial,Bold"Tasks of Bob && Co')
    sheet.set_footer("&RPage &P of &N")
    sheet.repeat_rows(2)
    sheet.print_area("A1:I8")
    sheet.fit_to_pages(1, 0)
    sheet.set_landscape()
    sheet.set_tab_color("#00AA00")
