"""Packages of SpreadsheetML (ECMA-376 parts 1 and 2) in the one form that the fast reader and the count take rightly.

Most packages are in that form, which is looked at first: `plain`. Of others the parts are found by their relationships
(`links`) and rewritten (`sheets`, `strings`); what no reader could take rightly is left out, and told at its cell.
"""

from toolkit.spreadsheetml.cells import Broken, Flaw, Odd
from toolkit.spreadsheetml.normal import Normal, normalize

__all__ = ["Broken", "Flaw", "Normal", "Odd", "normalize"]
