"""Tổng hợp báo cáo của các đơn vị. Run in the workspace folder; the same as `phuluc merge`."""

import sys

from toolkit.cli import main

if __name__ == "__main__":
    main(["merge", *sys.argv[1:]])
