"""Tổng hợp báo cáo của các đơn vị. Double-clicked: in a window; with arguments: as `phuluc merge`."""

from cai_dat import start

if __name__ == "__main__":
    start("merge")
