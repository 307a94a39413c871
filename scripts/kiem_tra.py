"""Kiểm tra các tệp đơn vị gửi về, ghi bản đánh dấu. Double-clicked: in a window; else as `phuluc validate --mark`."""

from cai_dat import start

if __name__ == "__main__":
    start("validate")
