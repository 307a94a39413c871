"""Giao việc: ghi tệp báo cáo cho từng đơn vị. Double-clicked: in a window; with arguments: as `phuluc issue`."""

from cai_dat import start

if __name__ == "__main__":
    start("issue")
