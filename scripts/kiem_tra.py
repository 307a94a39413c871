"""Kiểm tra các tệp đơn vị gửi về. Run in the workspace folder; the same as `phuluc validate`."""

import sys

from toolkit.cli import main

if __name__ == "__main__":
    main(["validate", *sys.argv[1:]])
