"""Turn the appendix of a commune's plan into unit workbooks, and what comes back into one report."""

__version__ = "0.1.0"
