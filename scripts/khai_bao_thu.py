"""Khai báo máy chủ thư, hỏi trong cửa sổ lệnh; the same as `phuluc mail-setup`."""

from cai_dat import start

if __name__ == "__main__":
    start("mail-setup")
