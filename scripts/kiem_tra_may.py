"""Kiểm tra máy đã sẵn sàng chưa. Double-clicked: in a window; with arguments: as `phuluc doctor`."""

from cai_dat import start

if __name__ == "__main__":
    start("doctor")
