"""`python -m toolkit` is `phuluc`."""

from toolkit.cli import main

if __name__ == "__main__":
    main()
