"""Build the zip for a Windows machine without internet: `make bundle` (needs the package registry).

The zip holds the scripts, a page to read first, the guide as pages for a browser, and the wheels of every package for
each Python; at the end its parts are listed with their sizes. `uv` resolves for Windows on any machine; pip cannot.
"""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pages

from toolkit import __version__

_ROOT = Path(__file__).resolve().parent.parent
_PYTHONS = ("3.11", "3.12", "3.13", "3.14")
_FOLDER = "phuluc"
# Every part of the zip bears this time, so that the same parts give the same bytes.
_TIME = (1980, 1, 1, 0, 0, 0)


def _run(*command: str | Path) -> None:
    subprocess.run([sys.executable, "-m", *map(str, command)], check=True)


def _collect_wheels(wheels: Path) -> None:
    """The wheels of the program and of all it needs on Windows, for each Python."""
    _run("pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", wheels, _ROOT)
    pins = wheels.with_name("pins.txt")
    for python in _PYTHONS:
        target = ("--python-version", python, "--python-platform", "windows", "--no-python-downloads")
        constraints = ("--constraint", _ROOT / "constraints.txt")
        _run("uv", "pip", "compile", "--quiet", *target, *constraints, "--output-file", pins, _ROOT / "setup.cfg")
        of_windows = ("--only-binary=:all:", "--platform", "win_amd64", "--python-version", python)
        _run("pip", "download", "--quiet", "--no-deps", *of_windows, "--dest", wheels, "--requirement", pins)


def _check_complete(wheels: Path) -> None:
    """Nothing but the wheels is needed on Windows: an installation there is resolved from them alone.

    Raises:
        CalledProcessError: a package is missing.
    """
    offline = ("--no-index", "--find-links", wheels, "--dry-run", "--target", wheels.with_name("nowhere"))
    for python in _PYTHONS:
        target = ("--python-version", python, "--python-platform", "windows", "--no-python-downloads")
        _run("uv", "pip", "install", "--quiet", *offline, *target, "phuluc-toolkit")


def _write_zip(target: Path, wheels: Path) -> None:
    told = (_ROOT / "bundle" / "DOC_TRUOC.txt").read_text(encoding="utf-8").replace("{pythons}", ", ".join(_PYTHONS))
    parts = {"DOC_TRUOC.txt": _with_windows_line_ends(told)}
    for script in (_ROOT / "scripts").glob("*.*"):
        text = script.read_text(encoding="utf-8")
        parts[f"scripts/{script.name}"] = _with_windows_line_ends(text) if script.suffix == ".bat" else text.encode()
    parts |= {f"huong_dan/{name}": content for name, content in pages.write(_ROOT / "docs")}
    parts |= {f"wheels/{wheel.name}": wheel.read_bytes() for wheel in wheels.iterdir()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name in sorted(parts):
            bundle.writestr(zipfile.ZipInfo(f"{_FOLDER}/{name}", _TIME), parts[name], zipfile.ZIP_DEFLATED)


def _with_windows_line_ends(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def main() -> None:
    build = _ROOT / "build" / "bundle"
    shutil.rmtree(build, ignore_errors=True)
    wheels = build / "wheels"
    _collect_wheels(wheels)
    _check_complete(wheels)
    target = build / f"phuluc-{__version__}-windows.zip"
    _write_zip(target, wheels)
    with zipfile.ZipFile(target) as bundle:
        for part in bundle.infolist():
            sys.stdout.write(f"{part.file_size:>12,} {part.filename}\n")
    sys.stdout.write(f"{target.stat().st_size:>12,} {target}\n")


if __name__ == "__main__":
    main()
