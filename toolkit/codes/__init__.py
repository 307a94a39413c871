"""The catalogues of what can be wrong with what units send: T files, B workbooks, D rows, O cells."""

from toolkit.codes.books import BookCode
from toolkit.codes.cells import CellCode
from toolkit.codes.files import FileCode
from toolkit.codes.rows import RowCode
from toolkit.issues import Catalogue

__all__ = ["CODES", "BookCode", "CellCode", "FileCode", "RowCode"]

# All of them, in the order in which they are told.
CODES: tuple[Catalogue, ...] = (*FileCode, *BookCode, *RowCode, *CellCode)
