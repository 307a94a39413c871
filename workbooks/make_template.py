"""Build the shipped plan workbook from the data files beside this script: `make template`."""

from pathlib import Path

from toolkit import template
from toolkit.files import write_whole
from toolkit.workspace import PLAN_NAME

if __name__ == "__main__":
    here = Path(__file__).parent
    write_whole(here / PLAN_NAME, template.build(here / "data"))
