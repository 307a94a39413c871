"""Tạo thư mục làm việc cho kế hoạch mới. Double-clicked: in a window; with arguments: as `phuluc init`."""

from cai_dat import start

if __name__ == "__main__":
    start("init")
