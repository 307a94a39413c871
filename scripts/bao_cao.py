"""Ghi báo cáo Word từ tệp tổng hợp mới nhất. Double-clicked: in a window; with arguments: as `phuluc report`."""

from cai_dat import start

if __name__ == "__main__":
    start("report")
