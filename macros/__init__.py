"""The VBA sources of the control workbook, in ASCII; `toolkit.control` builds its macros from them."""
