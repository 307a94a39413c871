"""Soạn thư nháp gửi tệp tổng hợp lên cấp trên. Double-clicked: in a window; with arguments: as `phuluc send`."""

from cai_dat import start

if __name__ == "__main__":
    start("send")
