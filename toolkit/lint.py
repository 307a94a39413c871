"""What is inconsistent in the plan itself, each finding with its row in the plan workbook."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from toolkit.directory import Directory, Mention
from toolkit.issues import Catalogue, Issue, Place
from toolkit.layout import APPENDIX, SETTINGS, TARGETS, UNITS
from toolkit.model import DeadlineKind, Heading, Plan, Task
from toolkit.rules import Rule, Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


class PlanCode(Catalogue):
    """What can be wrong with the plan itself."""

    NUMBER_REPEATED = Rule(
        "K01",
        _W,
        "Số thứ tự «{value}» dùng cho hai nhóm; nhóm sau mang mã {path}.",
        "Sửa số thứ tự nhóm khi ban hành lại.",
    )
    COUNT_DIFFERS = Rule(
        "K02", _W, "«{value}» ghi {declared} nhiệm vụ nhưng có {listed}.", "Kiểm tra xem thiếu nhiệm vụ hay ghi sai số."
    )
    NO_DEADLINE = Rule(
        "K03", _W, "Nhiệm vụ không ghi thời gian hoàn thành.", "Nhập cột «Hạn hoàn thành» nếu đã chốt được ngày."
    )
    UNDATED = Rule(
        "K04",
        _I,
        "Thời gian «{value}» không cho ngày cụ thể: {why}.",
        "Nhập cột «Hạn hoàn thành» nếu đã chốt được ngày.",
    )
    DEADLINE_UNREADABLE = Rule("K05", _W, "Không hiểu thời gian «{value}».", "Sửa lại hoặc nhập cột «Hạn hoàn thành».")
    LEAD_GROUP = Rule(
        "K06",
        _I,
        "Chủ trì chỉ là tên nhóm «{value}»: giao cho {count} đơn vị trong nhóm.",
        "Kiểm tra cột «Nhóm» của trang tính «Đơn vị».",
    )
    LEAD_NOBODY = Rule(
        "K07",
        _E,
        "Không có đơn vị nào nhận chủ trì «{value}»; nhiệm vụ hiện là Chưa giao.",
        "Thêm tên này vào «Tên gọi khác» hoặc «Nhóm» của đơn vị phải làm.",
    )
    SUPPORT_NOBODY = Rule(
        "K08",
        _W,
        "Không có đơn vị nào ứng với tên phối hợp «{value}».",
        "Thêm tên này vào «Tên gọi khác» hoặc «Nhóm» của đơn vị.",
    )
    SPELLINGS = Rule("K09", _W, "Một đơn vị viết nhiều cách: {value}.", "Viết thống nhất theo trang tính «Đơn vị».")
    SETTING_BLANK = Rule(
        "K10", _W, "Mục «{value}» trong trang tính «Cấu hình» còn trống hoặc chưa đủ.", "Điền khi đã có."
    )
    TARGET_ORPHAN = Rule(
        "K11", _E, "Chỉ tiêu ghi mã nhiệm vụ «{value}» không có trong phụ lục.", "Sửa lại mã nhiệm vụ."
    )
    UNIT_IDLE = Rule("K12", _I, "Đơn vị {value} không chủ trì hay phối hợp nhiệm vụ nào.", "")
    DITTO = Rule("K13", _I, "Ô ghi «như trên», đã hiểu là «{value}».", "Nếu không đúng, ghi rõ tên đơn vị.")


_WHY = {
    DeadlineKind.ONGOING: "việc thường xuyên",
    DeadlineKind.RECURRING: "việc định kỳ",
    DeadlineKind.CONDITIONAL: "phụ thuộc điều kiện hoặc văn bản khác",
    DeadlineKind.RELATIVE: "tính từ một mốc khác",
}


def check(plan: Plan, file: str) -> tuple[Issue, ...]:
    """Every finding, in the order of the plan's rows, then targets, units and settings.

    Args:
        plan: the plan as loaded.
        file: how the plan workbook is shown to staff.
    """
    directory = Directory(plan.units)
    findings = [*_headings(plan, file)]
    for task in plan.tasks:
        findings += _deadline(task, file)
        findings += _leads(task, directory, file)
    findings.sort(key=lambda issue: int(issue.place.cell[1:]))
    findings += _spellings(plan, directory, file)
    findings += _targets_units_settings(plan, file)
    return tuple(findings)


def _at(file: str, column: str, row: int, task: str = "") -> Place:
    letter = "ABCDEFG"[APPENDIX.position[column]]
    return Place(file, APPENDIX.sheet, f"{letter}{row}", task=task)


def _headings(plan: Plan, file: str) -> Iterator[Issue]:
    headings = [row for row in plan.rows if isinstance(row, Heading)]
    sections = {h.path: h for h in headings if h.is_section}
    for heading in headings:
        place = _at(file, "number", heading.row)
        if heading.path.rpartition(".")[2] != heading.label:
            yield PlanCode.NUMBER_REPEATED.at(place, heading.label, path=heading.path)
        listed = sum(task.code.startswith(f"{heading.path}.") for task in plan.tasks)
        if heading.declared is not None and heading.declared != listed:
            name = heading.path if heading.path in sections else heading.path.replace(".", ", nhóm ")
            yield PlanCode.COUNT_DIFFERS.at(place, f"Phần {name}", declared=heading.declared, listed=listed)


def _deadline(task: Task, file: str) -> Iterator[Issue]:
    if task.due_by_hand or task.due:
        return
    place = _at(file, "deadline", task.row, task.code)
    if task.deadline.kind is DeadlineKind.NONE:
        yield PlanCode.NO_DEADLINE.at(place)
    elif task.deadline.kind in _WHY:
        yield PlanCode.UNDATED.at(place, task.deadline_text, why=_WHY[task.deadline.kind])
    else:
        yield PlanCode.DEADLINE_UNREADABLE.at(place, task.deadline_text)


def _leads(task: Task, directory: Directory, file: str) -> Iterator[Issue]:
    place = _at(file, "lead", task.row, task.code)
    for column, meant in (("lead", task.lead_text), ("support", task.support_text)):
        if column in task.dittos:
            yield PlanCode.DITTO.at(_at(file, column, task.row, task.code), meant)
    leads = directory.mentions(task.lead_text)
    if leads and all(mention.is_group for mention in leads):
        yield PlanCode.LEAD_GROUP.at(place, task.lead_text, count=len(task.leads))
    for name in task.unknown_leads or (() if leads else ("(ô trống)",)):
        yield PlanCode.LEAD_NOBODY.at(place, name)
    for name in task.unknown_supports:
        yield PlanCode.SUPPORT_NOBODY.at(_at(file, "support", task.row, task.code), name)


def _spellings(plan: Plan, directory: Directory, file: str) -> Iterator[Issue]:
    """Units that the appendix spells in more than one way, with the rows of each spelling."""
    rows_of: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for task in plan.tasks:
        for mention in directory.mentions(task.lead_text) + directory.mentions(task.support_text):
            if mention.units:
                rows_of[_identity(mention)][mention.text].append(task.row)
    for spellings in rows_of.values():
        if len(spellings) > 1:
            told = "; ".join(f"«{text}» (dòng {', '.join(map(str, rows))})" for text, rows in spellings.items())
            first = min(row for rows in spellings.values() for row in rows)
            yield PlanCode.SPELLINGS.at(_at(file, "lead", first), told)


def _identity(mention: Mention) -> str:
    return ";".join(mention.units)


def _targets_units_settings(plan: Plan, file: str) -> Iterator[Issue]:
    for target in plan.targets:
        if target.task_code not in plan.task_of:
            yield PlanCode.TARGET_ORPHAN.at(Place(file, TARGETS.sheet, task=target.task_code), target.task_code)
    busy = Counter(a.unit.code for a in plan.assignments if a.unit)
    for unit in plan.units:
        if not busy[unit.code]:
            yield PlanCode.UNIT_IDLE.at(Place(file, UNITS.sheet, unit=unit.code), unit.name)
    settings = plan.settings
    blanks = {
        "Tên kế hoạch": settings.plan_name,
        "Số kế hoạch": settings.plan_number.partition("/")[0].strip(),
        "Ngày ban hành": settings.issued_on,
        "Cơ quan ban hành": settings.issuer,
        "Email nơi nhận": settings.recipient_email,
    }
    for item, value in blanks.items():
        if not value:
            yield PlanCode.SETTING_BLANK.at(Place(file, SETTINGS.sheet), item)
