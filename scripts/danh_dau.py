"""Đánh dấu quá hạn trong tệp phụ lục sẵn có. Double-clicked: in a window; with arguments: as `phuluc flag`."""

from cai_dat import start

if __name__ == "__main__":
    start("flag")
