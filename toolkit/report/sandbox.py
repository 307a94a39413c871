"""The engine that fills a template: Jinja's sandbox with nothing in it but the report's own texts.

Nothing of Python can be reached: a value has no attributes but the keys of a group, nothing can be called but what the
template itself defines, there are no globals, no other templates, and of filters, tests and statements only those that
make sense in a report. Every fault is told as a `Slip`, in words for staff.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any

from jinja2 import StrictUndefined, Template, Undefined, nodes, pass_context, pass_eval_context
from jinja2.filters import do_join
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from toolkit.report.content import Content
from toolkit.report.tags import Slip, Tag
from toolkit.vietnamese import fold

# `int` and `round` are not among them: figures are texts as office papers write them, and «1.234» is no 1,234.
_FILTERS = frozenset(
    {
        "capitalize",
        "count",
        "d",
        "default",
        "e",
        "escape",
        "first",
        "join",
        "last",
        "length",
        "lower",
        "replace",
        "reverse",
        "sort",
        "title",
        "trim",
        "unique",
        "upper",
    }
)
_TESTS = frozenset(
    {
        "defined",
        "undefined",
        "odd",
        "even",
        "divisibleby",
        "in",
        "eq",
        "equalto",
        "ne",
        "lt",
        "gt",
        "le",
        "ge",
        "==",
        "!=",
        "<",
        ">",
        "<=",
        ">=",
    }
)
_LOOP = frozenset(
    {
        "index",
        "index0",
        "revindex",
        "revindex0",
        "first",
        "last",
        "length",
        "depth",
        "depth0",
        "previtem",
        "nextitem",
        "cycle",
        "changed",
    }
)
# Each statement by what ends it; `set` only where it has no `=`.
_BLOCKS = {"for": "endfor", "if": "endif", "set": "endset", "with": "endwith", "macro": "endmacro"}
_BRANCHES = {"elif": ("if",), "else": ("if", "for")}
# Of the library that puts tags into Word files: a cell's colour and width, cells made one.
_OF_CELLS = frozenset({"cellbg", "colspan", "vm", "hm"})
_ALONE_IN = {"p": "đoạn", "tr": "dòng của bảng", "tc": "ô của bảng"}
# The largest whole number that is counted with.
_LARGEST = 10**9
_NEAR = 75
_TAG = re.compile(r"(\{[{%][-+]?)(.*?[%}]\})", re.DOTALL)
_NAMED = re.compile(r"(?:for|set|with|macro)\s+(\w+)(?:\s*,\s*(\w+))?")


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment for one template, whose tags are known; `marks` are those of the part that is being filled."""

    # So that nothing is worked out before somebody looks at it, either.
    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self, content: Content, found: Iterable[Tag], *, autoescape: bool = True) -> None:
        own = (name for tag in found for name in _NAMED.findall(tag.words) if tag.is_statement)
        self.names = tuple(dict.fromkeys((*content, *(name for pair in own for name in pair if name), "loop")))
        super().__init__(undefined=_unknown(self.names), autoescape=autoescape, finalize=_put_in)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS} | {"join": _join}
        self.tests = {name: self.tests[name] for name in _TESTS}
        self.marks: list[tuple[int, str]] = []

    def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Template:  # noqa: A002  # as its own
        """Each tag begins a line of its own, so that the line of a fault tells the tag."""
        pieces, at, line, self.marks = [], 0, 1, []
        for found in _TAG.finditer(source):
            opened = found.end(1)
            pieces += [source[at:opened], "\n"]
            line += source.count("\n", at, opened) + 1
            self.marks.append((line, found[0]))
            at = opened
        return super().from_string("".join([*pieces, source[at:]]), globals, template_class)

    def tag_at(self, line: int) -> tuple[str, int]:
        """The tag that a line belongs to, and how many of the same text come before it."""
        at = bisect_right(self.marks, line, key=itemgetter(0)) - 1
        text = self.marks[at][1] if at >= 0 else ""
        return text, sum(other == text for _, other in self.marks[: max(at, 0)])

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, Mapping) or (isinstance(obj, (str, list, tuple)) and isinstance(argument, int)):
            try:
                return obj[argument]
            except (LookupError, TypeError):
                pass
        elif isinstance(obj, Undefined):
            # Says which.
            return obj[argument]
        return self.undefined(obj=obj, name=argument)

    def is_safe_callable(self, obj: Any) -> bool:
        return isinstance(obj, (Macro, Undefined)) or isinstance(getattr(obj, "__self__", None), LoopContext)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        for side in (left, right):
            if isinstance(side, Undefined):
                str(side)
        if operator != "**" and all(type(side) is int and abs(side) < _LARGEST for side in (left, right)):
            return super().call_binop(context, operator, left, right)
        raise Slip(f"không tính được «{operator}», vì các số liệu đã là chữ viết sẵn cho báo cáo")

    def check(self, found: Iterable[Tag]) -> None:
        """Look at each tag of one part by itself, and at which ends which.

        Raises:
            Slip: one is not as it must be.
        """
        opened: list[tuple[str, Tag]] = []
        for tag in found:
            self._check_form(tag)
            word = re.match(r"\w*", tag.words)[0] if tag.is_statement else ""  # type: ignore[index]
            if word in _BLOCKS and not (word == "set" and "=" in tag.words):
                opened.append((word, tag))
            elif word in _BRANCHES and (not opened or opened[-1][0] not in _BRANCHES[word]):
                raise tag.slip(f"«{word}» không nằm trong {_listed(_BRANCHES[word], ' hoặc ')} nào")
            elif word in _BLOCKS.values():
                if not opened or _BLOCKS[opened[-1][0]] != word:
                    raise tag.slip(f"«{word}» không kết thúc thẻ nào đang mở")
                opened.pop()
            self._check_words(tag, word)
        if opened:
            word, tag = opened[-1]
            raise tag.slip(f"«{word}» chưa có «{_BLOCKS[word]}»")

    def _check_form(self, tag: Tag) -> None:
        if not tag.words:
            raise tag.slip("thẻ không ghi gì bên trong")
        if tag.removes and not tag.is_statement:
            raise tag.slip(f"«{tag.removes}» chỉ dùng với {{%{tag.removes} …%}}")
        if not tag.is_alone:
            where = _ALONE_IN[tag.removes]
            raise tag.slip(f"thẻ phải đứng một mình trong một {where}, vì phần đó được bỏ khỏi báo cáo")

    def _check_words(self, tag: Tag, word: str) -> None:
        known = (*_BLOCKS, *_BLOCKS.values(), *_BRANCHES, *_OF_CELLS)
        if tag.is_statement and word not in known:
            usual = (*_BLOCKS, *_BLOCKS.values(), *_BRANCHES)
            raise tag.slip(f"mẫu báo cáo không dùng được lệnh «{word or tag.words}»{_nearest(word, usual)}")
        if word in _OF_CELLS:
            return
        try:
            parsed = self.parse(_whole(tag, word))
        except Exception as fault:
            near = _nearest("_".join(tag.words.split()), self.names)
            raise tag.slip(f"không hiểu được cách ghi thẻ{near}") from fault
        for kind, there, called in ((nodes.Filter, self.filters, "bộ lọc"), (nodes.Test, self.tests, "phép thử")):
            for node in parsed.find_all(kind):
                if node.name not in there:
                    raise tag.slip(f"mẫu báo cáo không dùng được {called} «{node.name}»{_nearest(node.name, there)}")


def _whole(tag: Tag, word: str) -> str:
    """A template of its own that has this tag and what must stand with it."""
    if not tag.is_statement:
        return f"{{{{ {tag.words} }}}}"
    text = f"{{% {tag.words} %}}"
    if word in _BLOCKS:
        return text if word == "set" and "=" in tag.words else f"{text}{{% {_BLOCKS[word]} %}}"
    before = "{% if 1 %}" if word in _BRANCHES else f"{{% {_opening(word)} %}}"
    return f"{before}{text}" + "{% endif %}" * (word in _BRANCHES)


def _opening(end: str) -> str:
    probes = {"endfor": "for a in b", "endif": "if a", "endset": "set a", "endwith": "with", "endmacro": "macro a()"}
    return probes[end]


def _unknown(names: Iterable[str]) -> type[StrictUndefined]:
    """What stands for a value that there is none of: whoever uses it is told so, with the nearest that there is."""

    class Unknown(StrictUndefined):
        @property
        def _undefined_message(self) -> str:
            name, owner = self._undefined_name, self._undefined_obj
            if owner is missing:
                return f"không có thẻ «{name}»{_nearest(name, names)}"
            if isinstance(owner, Mapping) and owner:
                near = _nearest(str(name), owner)
                return f"không có mục «{name}»{near or f', chỉ có {_listed(owner)}'}"
            if isinstance(owner, (tuple, list)) and isinstance(name, int):
                return f"danh sách không có mục thứ {name + 1}"
            return f"không có mục «{name}», vì chỗ này không có mục nào bên trong"

    return Unknown


@pass_context
def _put_in(_context: Context, value: object) -> object:
    """Called for every value before it is put in; with the context, or Jinja would put in what is constant unseen."""
    return _shown(value)


def _shown(value: object) -> object:
    """What may stand in a report."""
    if isinstance(value, (str, Undefined)) or type(value) in (int, float):
        return value
    if isinstance(value, (Mapping, tuple, list)):
        raise Slip("chỗ này là cả một danh sách, cần ghi rõ mục nào hoặc dùng {% for … in … %}")
    raise Slip("chỗ này không phải là chữ hay số để ghi vào báo cáo")


@pass_eval_context
def _join(eval_ctx: nodes.EvalContext, value: Iterable[Any], d: str = "", attribute: str | None = None) -> str:
    """Jinja's own, for texts and numbers only."""
    items = list(value)
    if attribute is None:
        for item in items:
            _shown(item)
    joined: str = do_join(eval_ctx, items, d, attribute)
    return joined


def _nearest(name: object, known: Iterable[str]) -> str:
    """The known word that is most like this one, as the end of a sentence; nothing where none is."""
    from rapidfuzz import fuzz, process

    scorer: Callable[..., float] = fuzz.ratio
    others = [word for word in known if word != name]
    found = process.extractOne(fold(str(name)), others, scorer=scorer, score_cutoff=_NEAR)
    return f", có lẽ là «{found[0]}»" if found else ""


def _listed(names: Iterable[str], between: str = ", ") -> str:
    return between.join(f"«{name}»" for name in names)
