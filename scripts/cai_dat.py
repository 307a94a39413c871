"""Set up the program for this person: environment, workspace, control workbook. `cai_dat.bat` finds Python for it.

Only Python's own modules are used: nothing else is there yet. The other scripts come through `start`, which finds the
environment that was set up here; nothing is loaded on their way that they do not need.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent.parent
ENVIRONMENT = "phuluc_python"
LOG_NAME = "cai_dat.log"


def environments() -> Iterator[Path]:
    """Where the environment may lie, the best place first; every .bat here looks in the same order.

    A person's own folder bears the person's name, often with marks, which xlwings cannot take; then the folder of
    all persons of the machine, then the drive.
    """
    if os.name != "nt":
        yield Path.home() / ".local" / "share" / ENVIRONMENT
        return
    for name, ending in (("LOCALAPPDATA", ""), ("PUBLIC", ""), ("SystemDrive", os.sep)):
        if os.environ.get(name):
            yield Path(os.environ[name] + ending) / ENVIRONMENT


def python_of(environment: Path) -> Path:
    """The Python of an environment."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def start(task: str) -> None:
    """Do the task of a button, with the Python that has the program."""
    try:
        from toolkit.__main__ import load
    except ModuleNotFoundError as fault:
        if fault.name != "toolkit":
            raise
    else:
        load("toolkit.cli.script").start(task, sys.argv[1:])
        return
    import subprocess

    found = next((p for p in map(python_of, environments()) if p.is_file() and p != Path(sys.executable)), None)
    if found is None:
        sys.exit(_told("Chưa cài đặt chương trình. Hãy nháy đúp scripts/cai_dat.bat."))
    sys.exit(subprocess.call([found, *sys.argv]))


def _told(sentence: str) -> str:
    """The sentence; shown until the person presses Enter where the window would close at once."""
    if os.name == "nt" and sys.stdin and sys.stdin.isatty() and "PROMPT" not in os.environ:
        input(f"{sentence}\nNhấn Enter để đóng.")
    return sentence


class SetUpError(Exception):
    """The set-up cannot go on; the message is one sentence for staff."""


def choose_environment() -> Path:
    """The first place with an ASCII path that is free, or has our environment, and can be written.

    Raises:
        SetUpError: there is none.
    """
    for place in environments():
        if not str(place).isascii() or (place.exists() and not (place / "pyvenv.cfg").is_file()):
            continue
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        return place
    raise SetUpError("Không tìm được chỗ cài đặt ghi được và không có dấu trong đường dẫn. Nhờ người quản trị máy.")


def make_environment(place: Path) -> Path:
    """Make the environment anew and put the program into it.

    Returns:
        Its Python.

    Raises:
        SetUpError: it cannot be made, or a package cannot be got.
    """
    import subprocess
    import venv

    try:
        venv.EnvBuilder(clear=True, with_pip=True).create(place)
    except (OSError, subprocess.CalledProcessError) as fault:
        remedy = "Đóng Excel và các cửa sổ khác rồi chạy lại."
        raise SetUpError(f"Không tạo được môi trường tại {place}. {remedy}") from fault
    wheels = PROGRAM / "wheels"
    if wheels.is_dir():
        source = ["--no-index", "--find-links", str(wheels), "phuluc-toolkit"]
        remedy = "Thư mục wheels không đủ cho bản Python này: xem bản Python nào dùng được trong tệp DOC_TRUOC.txt."
    else:
        source = ["--constraint", str(PROGRAM / "constraints.txt"), str(PROGRAM)]
        remedy = "Kiểm tra mạng rồi chạy lại, hoặc dùng bản cài đặt không cần mạng."
    command = [str(python_of(place)), "-m", "pip", "install", "--disable-pip-version-check", *source]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    log = place / LOG_NAME
    log.write_bytes(done.stdout)
    if done.returncode:
        raise SetUpError(f"Không cài được thư viện. {remedy} Chi tiết trong tệp {log}.")
    return python_of(place)


def make_workspace(python: Path, folder: Path) -> None:
    """Make the workspace, or only what starts the program where there is a plan already.

    Raises:
        SetUpError: it cannot be made.
    """
    import subprocess

    has_plan = (folder / "template_phu_luc.xlsx").is_file()
    arguments = ["-C", str(folder), "control"] if has_plan else ["init", str(folder)]
    done = subprocess.run([python, "-P", "-m", "toolkit", *arguments], capture_output=True, check=False)
    if done.returncode:
        raise SetUpError(done.stderr.decode("utf-8", "replace").strip())


def set_up(folder: Path) -> None:
    """All steps, each told; ends with what to do next.

    Raises:
        SetUpError: a step cannot be done.
    """
    import subprocess

    print(f"Bước 1/4: chuẩn bị môi trường và cài thư viện (Python {sys.version.split()[0]}), vài phút…", flush=True)
    python = make_environment(choose_environment())
    print(f"  Đã cài tại {python.parent.parent}.")
    print("Bước 2/4: tạo thư mục làm việc và tệp điều khiển…", flush=True)
    make_workspace(python, folder)
    print(f"  Thư mục làm việc: {folder}.")
    print("Bước 3/4: kiểm tra máy…", flush=True)
    subprocess.run([python, "-P", "-m", "toolkit", "-C", str(folder), "doctor"], check=False)
    print("Bước 4/4: xong. Việc tiếp theo:")
    print(f"  1. Mở thư mục {folder}.")
    print("  2. Mở template_phu_luc.xlsx bằng Excel, sửa kế hoạch cho đúng xã mình, lưu lại.")
    print("  3. Mở dieu_khien.xlsm, bấm «Enable Content» nếu Excel hỏi, rồi bấm nút «Soát kế hoạch».")
    print("  Không dùng được nút bấm: nháy đúp các tệp .bat trong thư mục scripts.", flush=True)
    if sys.platform == "win32" and sys.stdin and sys.stdin.isatty():
        os.startfile(folder)


def main() -> None:
    """`cai_dat.py [FOLDER]`: the workspace to make, by default `phu_luc` in the person's own folder."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.reconfigure(encoding="utf-8", errors="replace")
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path.home() / "phu_luc"
    try:
        set_up(folder.absolute())
    except SetUpError as fault:
        sys.exit(f"Chưa cài đặt được. {fault}")


if __name__ == "__main__":
    main()
