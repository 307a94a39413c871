"""Soát kế hoạch: chỗ nào chưa thống nhất. Double-clicked: in a window; with arguments: as `phuluc lint`."""

from cai_dat import start

if __name__ == "__main__":
    start("lint")
