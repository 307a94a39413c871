"""Faults for the tests to inject into the workbook, styles, texts, tables and relationships of a file."""

Fault = tuple[str, str, str, list[str]]

SHEET = "xl/worksheets/sheet1.xml"
LINKS = "xl/worksheets/_rels/sheet1.xml.rels"
SHEET_2 = "xl/worksheets/sheet2.xml"
BOOK = "xl/workbook.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
TABLE = "xl/tables/table1.xml"
TABLE_2 = "xl/tables/table2.xml"
SHEETS = '<sheet name="Tasks" sheetId="1" r:id="rId1"/><sheet name="Lists" sheetId="2" r:id="rId2"/>'


def formula(characters: int) -> str:
    return ("1+" * (characters // 2) + "11")[:characters]


# fmt: off
# Part, what stands there, what is put instead, and the findings this must give, no more.
BOOK_FAULTS: dict[str, Fault] = {
    "table outside": (
        TABLE, 'ref="A6:B8" totals', 'ref="A6:B1048577" totals',
        [f"{SHEET} {TABLE} table: 'A6:B1048577' is not a range inside A1:XFD1048576"],
    ),
    "print area outside": (
        BOOK, "Tasks!$A$1:$E$11", "Tasks!$A$1:$XFE$11",
        [f"{BOOK} _xlnm.Print_Area: 'Tasks!$A$1:$XFE$11' is outside A1:XFD1048576"],
    ),
    "font": (
        STYLES, '"164" fontId="1"', '"164" fontId="3"', [f"{STYLES} cellXfs 1: fontId 3 is not among 3"]
    ),
    "fill": (
        STYLES, '"164" fontId="1" fillId="0"', '"164" fontId="1" fillId="2"',
        [f"{STYLES} cellXfs 1: fillId 2 is not among 2"],
    ),
    "border": (
        STYLES, '"164" fontId="1" fillId="0" borderId="0"', '"164" fontId="1" fillId="0" borderId="1"',
        [f"{STYLES} cellXfs 1: borderId 1 is not among 1"],
    ),
    "base style": (
        STYLES, 'xfId="1" apply', 'xfId="2" apply', [f"{STYLES} cellXfs 2: xfId 2 is not among 2"]
    ),
    "number format": (
        STYLES, '<xf numFmtId="164"', '<xf numFmtId="165"',
        [f"{STYLES} cellXfs 1: numFmtId 165 is not defined"],
    ),
    "table colour format": (
        TABLE, ' totalsRowShown="0"', ' headerRowDxfId="1" totalsRowShown="0"',
        [f"{TABLE} table: headerRowDxfId 1 is not among 1 dxfs"],
    ),
    "long sheet name": (
        BOOK, 'name="Tasks"', f'name="{"x" * 32}"',
        [f"{BOOK}: sheet name '{'x' * 32}' has 32 characters, over 31"],
    ),
    "empty sheet name": (BOOK, 'name="Tasks"', 'name=""', [f"{BOOK}: a sheet name is empty"]),
    "doubled sheet name": (
        BOOK, 'name="Tasks"', 'name="LISTS"', [f"{BOOK}: sheet name 'lists' stands twice"]
    ),
    "all sheets hidden": (
        BOOK, SHEETS, SHEETS.replace("<sheet ", '<sheet state="veryHidden" '),
        [f"{BOOK}: every sheet is hidden", f"{BOOK}: active sheet 0 is hidden"],
    ),
    "active sheet hidden": (
        BOOK, '<sheet name="Tasks"', '<sheet state="hidden" name="Tasks"',
        [f"{BOOK}: active sheet 0 is hidden"],
    ),
    "active sheet unknown": (
        BOOK, "<workbookView ", '<workbookView activeTab="2" ', [f"{BOOK}: active sheet 2 is not among 2"]
    ),
    "two sheets active": (
        "xl/worksheets/sheet2.xml", "<sheetView ", '<sheetView tabSelected="1" ',
        [f"{BOOK}: more than one sheet is active: {SHEET}, {SHEET_2}"],
    ),
    "long shared text": (
        STRINGS, "<t>Report</t>", f"<t>{'x' * 32768}</t>",
        [f"{STRINGS} string 0: text of 32768 characters, over 32767"],
    ),
    "long shared text in runs": (
        STRINGS, "<t>Report</t>", f"<r><t>{'x' * 32767}</t></r><r><t>y</t></r>",
        [f"{STRINGS} string 0: text of 32768 characters, over 32767"],
    ),
    "control character": (
        STRINGS, "<t>Report", "<t>\x01Report", [f"{STRINGS}: illegal control character U+0001 at byte 162"]
    ),
    "written control character": (
        STRINGS, "<t>Report", "<t>&#x1F;Report", [f"{STRINGS}: illegal control character U+001F at byte 162"]
    ),
    "broken XML": (
        STRINGS, "<si><t>Report</t>", "<si><t>Report",
        [f"{STRINGS}: not well-formed XML: mismatched tag: line 2, column 114"],
    ),
    "overlapping tables": (
        TABLE_2, 'ref="D6:E8" totals', 'ref="B8:C8" headerRowCount="0" totals',
        [f"{SHEET} table Units: overlaps table Tasks"],
    ),
    "doubled table heading": (
        TABLE, 'name="State"', 'name="CODE"',
        [f"{SHEET} {TABLE}: heading 'code' stands twice",
         f"{SHEET} {TABLE}: heading 'CODE', but B6 shows 'State'"],
    ),
    "table heading": (
        TABLE, 'name="State"', 'name="Status"', [f"{SHEET} {TABLE}: heading 'Status', but B6 shows 'State'"]
    ),
    "table heading missing": (
        TABLE, '<tableColumn id="2" name="State"/>', "", [f"{SHEET} {TABLE}: 1 headings for 2 columns"]
    ),
    "doubled table name": (
        TABLE_2, 'displayName="Units"', 'displayName="TASKS"', [f"{BOOK}: table name 'tasks' stands twice"]
    ),
    "table name a defined name": (
        TABLE, 'displayName="Tasks"', 'displayName="States"', [f"{BOOK}: table name 'states' stands twice"]
    ),
    "table name invalid": (
        TABLE, 'displayName="Tasks"', 'displayName="Our tasks"',
        [f"{TABLE}: table name 'Our tasks' holds a character a name cannot have"],
    ),
    "doubled table id": (
        TABLE_2, ' id="2" name="Units"', ' id="1" name="Units"', [f"{BOOK}: table id '1' stands twice"]
    ),
    "no workbook": (
        "_rels/.rels", "relationships/officeDocument", "relationships/other",
        ["_rels/.rels: no workbook with a sheet is named"],
    ),
    "long formula in a table": (
        TABLE, 'name="State"/>',
        f'name="State"><calculatedColumnFormula>{formula(8193)}</calculatedColumnFormula></tableColumn>',
        [f"{SHEET} {TABLE} calculatedColumnFormula: formula of 8193 characters, over 8192"],
    ),
    "long formula in a defined name": (
        BOOK, '"States">Lists!$A$1:$A$3<', f'"States">{formula(8193)}<',
        [f"{BOOK} States: formula of 8193 characters, over 8192"],
    ),
    "doubled defined name": (
        BOOK, "</definedNames>", '<definedName name="STATES">Lists!$A$2</definedName></definedNames>',
        [f"{BOOK}: defined name states of the workbook stands twice"],
    ),
    "doubled defined name of a sheet": (
        BOOK, "</definedNames>",
        '<definedName name="local" localSheetId="1">Lists!$A$2</definedName></definedNames>',
        [f"{BOOK}: defined name local of sheet 1 stands twice"],
    ),
    "defined name of no sheet": (
        BOOK, 'name="Local" localSheetId="1"', 'name="Local" localSheetId="2"',
        [f"{BOOK}: defined name 'Local' is of sheet 2, not among 2"],
    ),
    "long defined name": (
        BOOK, 'name="States"', f'name="{"x" * 256}"',
        [f"{BOOK}: defined name '{'x' * 256}' has 256 characters, over 255"],
    ),
}
# fmt: on
