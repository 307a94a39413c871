"""Giao việc: ghi tệp báo cáo cho từng đơn vị. Run in the workspace folder; the same as `phuluc issue`."""

import sys

from toolkit.cli import main

if __name__ == "__main__":
    main(["issue", *sys.argv[1:]])
