"""Soạn thư nháp nhắc đơn vị. Double-clicked: in a window; with arguments: as `phuluc remind`."""

from cai_dat import start

if __name__ == "__main__":
    start("remind")
