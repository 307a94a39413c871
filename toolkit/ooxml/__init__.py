"""Editing an .xlsx package part by part: whatever is not edited stays byte for byte (ECMA-376 parts 1 and 2)."""

from toolkit.ooxml.package import Package, SheetPart, child, legal, make
from toolkit.ooxml.styles import Styles
from toolkit.ooxml.worksheet import ColourRule, Worksheet

__all__ = ["ColourRule", "Package", "SheetPart", "Styles", "Worksheet", "child", "legal", "make"]
