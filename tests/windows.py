"""A stand-in for Excel on Windows: the control workbook's own VBA, xlwings' included, run by pyOpenVBA's interpreter.

What the interpreter lacks is added here: the shell of Windows, its file system object, some members of Excel. The stand-in
shows which command lines the macros start; it does not prove Excel.
"""

# ruff: noqa: N802, N803
# mypy: disable-error-code="no-untyped-call,untyped-decorator,misc,no-any-return"
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._bridge import ExcelBridge
from pyopenvba.apps.excel._io import load_workbook
from pyopenvba.apps.excel._model import Application
from pyopenvba.interpreter import _intrinsics, _values
from pyopenvba.interpreter._objects import MemberSpec, VBAObject, method
from pyopenvba.interpreter._values import MISSING, VBAInt, error, to_text

_READER = "Function Shown(Name As String)\r\n    Shown = Named(Name).Value\r\nEnd Function\r\n"
_MEMBERS = {"OperatingSystem": "Windows (64-bit) NT 10.00", "PathSeparator": "/", "Hwnd": VBAInt(4711, "Long")}


class Shell(VBAObject):
    """`WScript.Shell`: remembers what it was asked to run, and hands it on."""

    vba_type_name = "IWshShell3"

    def __init__(self, windows: "Windows") -> None:
        self.windows = windows

    @method
    def ExpandEnvironmentStrings(self, Src: Any = MISSING) -> Any:
        return to_text(Src)

    @method
    def Run(self, Command: Any = MISSING, WindowStyle: Any = MISSING, WaitOnReturn: Any = MISSING) -> Any:
        self.windows.commands.append(to_text(Command))
        return VBAInt(self.windows.run_command(to_text(Command)), "Long")

    @method
    def Popup(
        self, Text: Any = MISSING, SecondsToWait: Any = MISSING, Title: Any = MISSING, Type: Any = MISSING
    ) -> Any:
        return VBAInt(1, "Long")


class Files(VBAObject):
    """`Scripting.FileSystemObject` over the files of this machine."""

    vba_type_name = "FileSystemObject"

    @method
    def OpenTextFile(self, FileName: Any = MISSING, IOMode: Any = MISSING) -> Any:
        path = Path(to_text(FileName))
        if not path.is_file():
            raise error(53)
        return Stream(path)

    @method
    def DeleteFile(self, FileName: Any = MISSING) -> Any:
        Path(to_text(FileName)).unlink()


class Stream(VBAObject):
    vba_type_name = "TextStream"

    def __init__(self, path: Path) -> None:
        self.text = path.read_bytes().decode("ascii")

    @method
    def ReadAll(self) -> Any:
        return self.text

    @method
    def Close(self) -> Any:
        return None


class Windows:
    """The control workbook open in the stand-in.

    Args:
        path: the control workbook.
        interpreter: the Python that is there, as its config sheet names it.
        run_command: what happens when a macro starts a command line; gives its exit code.
    """

    def __init__(self, path: Path, interpreter: str, run_command: Callable[[str], int]) -> None:
        self.run_command = run_command
        self.commands: list[str] = []
        self.app = ExcelApplication()
        self.app.interpreter.host = _bridge(self)
        book = load_workbook(self.app.application, path)
        self.app.application.workbooks_.books.append(book)
        self.app.application.activate_book(book)
        for name, value in _MEMBERS.items():
            get = lambda _self, value=value: value  # noqa: E731
            Application._vba_members[name.lower()] = MemberSpec(name=name, kind="property", getter=get)
        _add_intrinsics(interpreter)
        with ExcelFile(path) as file:
            for module in file.vba_project().modules:
                is_document = "VB_Base" in module.source
                kind = "document" if is_document else "standard"
                self.app.add_module(_readable(module.source), name=module.name, kind=kind)
        self.app.add_module(_READER, name="Reader", kind="standard")

    def press(self, macro: str) -> str:
        """Run a button's macro; gives the sentence that stands beside the buttons then."""
        self.app.run(macro)
        return to_text(self.app.run("Shown", "Ket_qua"))


def _bridge(windows: Windows) -> ExcelBridge:
    class Bridge(ExcelBridge):
        def create(self, name: str) -> Any:
            made = {"wscript.shell": lambda: Shell(windows), "scripting.filesystemobject": Files}
            return made[name.lower()]() if name.lower() in made else super().create(name)

    return Bridge(windows.app.application)


def _readable(source: str) -> str:
    """The source without what the interpreter cannot read: a remark after `#Const`, `Kill` of a log that never was."""
    source = re.sub(r"(?m)^(\s*#(?:Const|If|ElseIf|Else|End)[^'\r\n]*)'[^\r\n]*", r"\1", source)
    return re.sub(r"(?im)^(\s*)Kill [^\r\n]*", r"\1' Kill", source)


def _add_intrinsics(interpreter: str) -> None:
    for name in ("environ", "getattr"):
        _intrinsics.UNIMPLEMENTED.pop(name, None)
    plain = _values.text_to_number

    def number(text: str) -> Any:
        """VBA takes the texts True and False for numbers."""
        words = {"true": VBAInt(-1, "Integer"), "false": VBAInt(0, "Integer")}
        return words[text.strip().lower()] if text.strip().lower() in words else plain(text)

    _values.text_to_number = number

    @_intrinsics.intrinsic("Environ", "Expression", minimum=1)
    def _environ(_interpreter: Any, _name: Any) -> Any:
        return r"C:\Temp"

    @_intrinsics.intrinsic("GetAttr", "PathName", minimum=1)
    def _getattr(_interpreter: Any, path: Any) -> Any:
        if to_text(path) == interpreter:
            return VBAInt(32, "Integer")
        raise error(53)
