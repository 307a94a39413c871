"""Faults for the tests to inject into a sheet of a good file, at least one for each check."""

from excel_repairs.book_faults import LINKS, SHEET, SHEET_2, TABLE, Fault, formula

OUTSIDE = "is not a cell or range inside A1:XFD1048576"
LIST = '<formula1>"open,done"</formula1>'
NEWER_RULES = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}">'
    '<x14:dataValidations xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
    '<x14:dataValidation type="list">'
    "<x14:formula1><xm:f>{formula}</xm:f></x14:formula1><xm:sqref>{sqref}</xm:sqref></x14:dataValidation>"
    "</x14:dataValidations></ext></extLst></worksheet>"
)


def newer_rule(formula: str, sqref: str) -> str:
    return NEWER_RULES.replace("{formula}", formula).replace("{sqref}", sqref)


# fmt: off
# Part, what stands there, what is put instead, and the findings this must give, no more.
SHEET_FAULTS: dict[str, Fault] = {
    "dropdown list": (
        SHEET, LIST, f'<formula1>"{"x" * 256}"</formula1>',
        [f"{SHEET} dataValidation B7:B8: typed list of 256 characters, over 255"],
    ),
    "dropdown list in UTF-16 units": (
        SHEET, LIST, f'<formula1>"{"🌊" * 128}"</formula1>',
        [f"{SHEET} dataValidation B7:B8: typed list of 256 characters, over 255"],
    ),
    "dropdown list of a newer rule": (
        SHEET, "</worksheet>", newer_rule(f'"{"x" * 256}"', "C7"),
        [f"{SHEET} dataValidation C7: typed list of 256 characters, over 255"],
    ),
    "long formula in a rule": (
        SHEET, LIST, f"<formula1>{formula(8193)}</formula1>",
        [f"{SHEET} dataValidation B7:B8: formula of 8193 characters, over 8192"],
    ),
    "prompt title": (
        SHEET, 'promptTitle="State"', f'promptTitle="{"x" * 33}"',
        [f"{SHEET} dataValidation B7:B8: promptTitle of 33 characters, over 32"],
    ),
    "doubled row": (SHEET, "</sheetData>", '<row r="11"/></sheetData>', [f"{SHEET} row 11: stands twice"]),
    "row order": (SHEET, "</sheetData>", '<row r="5"/></sheetData>', [f"{SHEET} row 5: comes after row 11"]),
    "row outside": (
        SHEET, "</sheetData>", '<row r="1048577"/></sheetData>',
        [f"{SHEET} row 1048577: not a row of 1 to 1048576"],
    ),
    "doubled cell": (SHEET, '<c r="C1" ', '<c r="B1"/><c r="C1" ', [f"{SHEET} B1: stands twice"]),
    "cell order": (
        SHEET, '</row><row r="3"', '<c r="B1"/></row><row r="3"',
        [f"{SHEET} B1: comes after a cell further right"],
    ),
    "cell in another row": (SHEET, '<c r="C1" ', '<c r="C2" ', [f"{SHEET} C2: stands in row 1"]),
    "cell outside": (
        SHEET, '</row><row r="3"', '<c r="XFE1"/></row><row r="3"',
        [f"{SHEET} XFE1: not a cell inside A1:XFD1048576"],
    ),
    "merge outside": (SHEET, 'ref="A4:B4"', 'ref="A4:XFE4"', [f"{SHEET} mergeCell: 'A4:XFE4' {OUTSIDE}"]),
    "rule outside": (
        SHEET, 'sqref="B7:B8"><formula1>', 'sqref="B7 B0"><formula1>',
        [f"{SHEET} dataValidation: 'B0' {OUTSIDE}"],
    ),
    "newer rule outside": (
        SHEET, "</worksheet>", newer_rule("Lists!$A$1", "C1048577"),
        [f"{SHEET} extension sqref: 'C1048577' {OUTSIDE}"],
    ),
    "colour rule outside": (
        SHEET, '<conditionalFormatting sqref="B7:B8">', '<conditionalFormatting sqref="B7:B1048577">',
        [f"{SHEET} conditionalFormatting: 'B7:B1048577' {OUTSIDE}"],
    ),
    "filter outside": (
        SHEET_2, 'ref="A1:A3"', 'ref="A1:A1048577"', [f"{SHEET_2} autoFilter: 'A1:A1048577' {OUTSIDE}"]
    ),
    "dimension outside": (SHEET, 'ref="A1:E11"', 'ref="E11:A1"', [f"{SHEET} dimension: 'E11:A1' {OUTSIDE}"]),
    "link outside": (
        SHEET, 'hyperlink ref="A10"', 'hyperlink ref="XFE10"', [f"{SHEET} hyperlink: 'XFE10' {OUTSIDE}"]
    ),
    "selection outside": (
        SHEET, '<sheetView tabSelected="1" workbookViewId="0"/>',
        '<sheetView tabSelected="1" workbookViewId="0"><selection sqref="XFE1"/></sheetView>',
        [f"{SHEET} selection: 'XFE1' {OUTSIDE}"],
    ),
    "columns outside": (
        SHEET, "<sheetData>", '<cols><col min="1" max="16385" width="9"/></cols><sheetData>',
        [f"{SHEET} col: columns 1 to 16385 are not inside 1 to 16384"],
    ),
    "cell style": (
        SHEET, 'r="A1" s="1"', 'r="A1" s="3"', [f"{SHEET} A1: style 3 is not among the 3 cell formats"]
    ),
    "row style": (
        SHEET, '<row r="3"', '<row s="3" customFormat="1" r="3"',
        [f"{SHEET} row 3: style 3 is not among the 3 cell formats"],
    ),
    "column style": (
        SHEET, "<sheetData>", '<cols><col min="2" max="2" width="9" style="3"/></cols><sheetData>',
        [f"{SHEET} column 2: style 3 is not among the 3 cell formats"],
    ),
    "colour format": (SHEET, 'dxfId="0"', 'dxfId="1"', [f"{SHEET} cfRule: dxfId 1 is not among 1 dxfs"]),
    "colour rule priority zero": (
        SHEET, 'priority="1"', 'priority="0"', [f"{SHEET} cfRule: priority '0' is not 1 or more"]
    ),
    "colour rule priority negative": (
        SHEET, 'priority="1"', 'priority="-1"', [f"{SHEET} cfRule: priority '-1' is not 1 or more"]
    ),
    "long inline text": (
        SHEET, '</row><row r="11"',
        f'<c r="B10" t="inlineStr"><is><t>{"x" * 32768}</t></is></c></row><row r="11"',
        [f"{SHEET} B10: text of 32768 characters, over 32767"],
    ),
    "long formula result": (
        SHEET, "<v>0.5x</v>", f"<v>{'x' * 32768}</v>", [f"{SHEET} C1: text of 32768 characters, over 32767"]
    ),
    "shared string index": (
        SHEET, "<v>0</v>", "<v>10</v>", [f"{SHEET} A1: shared string '10' is not among 10"]
    ),
    "overlapping merges": (
        SHEET, 'ref="A4:B4"', 'ref="B3:B4"', [f"{SHEET} merge B3:B4: overlaps merge A3:B3"]
    ),
    "merge of one cell": (SHEET, 'ref="A4:B4"', 'ref="A4"', [f"{SHEET} merge A4: is one cell"]),
    "merge in a table": (SHEET, 'ref="A4:B4"', 'ref="A7:B7"', [f"{SHEET} merge A7:B7: overlaps table Tasks"]),
    "table heading a number": (
        SHEET, '<c r="B6" t="s">', '<c r="B6">', [f"{SHEET} {TABLE}: heading 'State', but B6 shows None"]
    ),
    "long link": (
        LINKS, "https://example.org/plan", "https://example.org/".ljust(2080, "x"),
        [f"{SHEET} hyperlink rId1: target of 2080 characters, over 2079"],
    ),
    "long place in a link": (
        SHEET, "location=\"'Lists'!A1\"", f'location="{"x" * 2080}"',
        [f"{SHEET} hyperlink A11: location of 2080 characters, over 2079"],
    ),
    "long tooltip": (
        SHEET, ' display="Lists"', f' tooltip="{"x" * 256}"',
        [f"{SHEET} hyperlink A11: tooltip of 256 characters, over 255"],
    ),
    "too many links": (
        SHEET, "</hyperlinks>", '<hyperlink ref="A12" location="A1"/>' * 65_529 + "</hyperlinks>",
        [f"{SHEET} hyperlinks: 65531, over 65530"],
    ),
    "relationship not defined": (
        SHEET, 'ref="A10" r:id="rId1"', 'ref="A10" r:id="rId9"',
        [f"{SHEET}: relationship id 'rId9' is used but not defined"],
    ),
    "relationship defined twice": (
        LINKS, 'Id="rId1"', 'Id="rId2"',
        [f"{SHEET}: relationship id 'rId2' is defined twice",
         f"{SHEET}: relationship id 'rId1' is used but not defined"],
    ),
    "relationship to nothing": (
        LINKS, "table2.xml", "table3.xml",
        [f"{SHEET}: relationship 'rId3' leads to 'xl/tables/table3.xml', not in the package"],
    ),
    "long formula": (
        SHEET, '<f>B1&amp;"x"</f>', f"<f>{formula(8193)}</f>",
        [f"{SHEET} C1: formula of 8193 characters, over 8192"],
    ),
    "long literal in a formula": (
        SHEET, '&amp;"x"</f>', f'&amp;"{"x" * 256}"</f>',
        [f"{SHEET} C1: formula with a text literal of 256 characters, over 255"],
    ),
    "long formula in a colour rule": (
        SHEET, '<formula>"done"</formula>', f"<formula>{formula(8193)}</formula>",
        [f"{SHEET} formula: formula of 8193 characters, over 8192"],
    ),
    "long footer": (
        SHEET, "&amp;LPage &amp;P", "x" * 256, [f"{SHEET} oddFooter: text of 256 characters, over 255"]
    ),
}
# fmt: on
