"""From what a client prints to the messages, codes and statuses that are wrapped in it.

Clients wrap errors in errors: JSON in a string in JSON, a Python repr, an SDK's exception, a
relay's envelope, an event stream, an HTML page. Texts are often cut off or hand-copied, so this is
no parser: it looks for named fields, takes their values, and goes into values that hold fields
again. The deepest messages are the ones that the failing side wrote.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from diagnostics.intake.regex import compile_regex

DEPTH = 6  # how many wrappers are opened
WINDOW = 600  # characters of a fragment at most; a message is hardly ever longer
FRAGMENTS = 120  # fragments that are looked at
ROOM = 16_000  # characters of all fragments
FIELDS = 3_000  # named fields of one text that are looked at
OPENED = 300  # values of message fields that are gone into
LINES = 150  # lines that are looked at, from either end
HEAD, TAIL = 30_000, 12_000  # characters of a long text that are unwrapped

# What fields are called, without case, `_` and `-`.
_MESSAGE_KEYS = (
    "message msg errormsg errormessage errmsg error errors err detail details description"
    " errordescription raw responsebody body data text title cause reason info note content"
    " 错误信息 错误消息 错误 消息 原因 响应"
)
_CODE_KEYS = (
    "code type status errorcode errcode errortype errtype name reason finishreason"
    " errno param syscall quotaid limitsource 错误码 错误代码 错误名称 错误类型"
)
_STATUS_KEYS = (
    "status statuscode httpstatus httpstatuscode code upstreamstatus errorcode 状态码 错误码"
)
_PLACE_KEYS = "url baseurl endpoint host hostname provider providername address apihost path"
# Fields that repeat the request or describe the program; phrases in them mislead.
_NOISE_KEYS = (
    "stack stacktrace headers requestbody requestbodyvalues responseheaders date server"
    " useragent cookie via vary etag connection trace traceback 堆栈信息 堆栈 请求体 请求头"
)
_VALUE = r"""("(?:[^"\\]|\\.)*(?:"|$)|'(?:[^'\\]|\\.)*(?:'|$)|-?\d+|[A-Za-z][A-Za-z0-9_.-]*)"""
_FIELD = compile_regex(
    rf"""(?s)["']?\b?((?:[A-Za-z_][A-Za-z0-9_-]{{0,40}})|(?:[错误状态码消息信原因响应堆栈请求体头名称类型代]+))["']?\s*(?:[:：]|=>?)\s*(?:[bu])?{_VALUE}"""
)
_KINDS: dict[str, set[str]] = {}
for _kind, _keys in (
    ("message", _MESSAGE_KEYS),
    ("code", _CODE_KEYS),
    ("status", _STATUS_KEYS),
    ("place", _PLACE_KEYS),
    ("noise", _NOISE_KEYS),
):
    for _key in _keys.split():
        _KINDS.setdefault(_key, set()).add(_kind)

_STACK_LINE = compile_regex(
    r"^\s*(?:at (?:async )?[^\s(]+ ?\(|at (?:async )?(?:file|https?|node|webpack)?:?/|at [A-Za-z_$.<>]+"
    r"(?:\.[A-Za-z_$<>]+)+|at (?:async )?\S+:\d+:\d+|File \"[^\"]*\", line \d+|from /\S+:\d+|\.\.\. \d+ more"
    r"|Traceback \(most recent|goroutine \d+|\S+\.go:\d+|#\d+ /|\d+: 0x|\^+$|~+\^)"
)
_HEADER_LINE = compile_regex(
    r"^\s*[<>*]?\s*(?:access-control|age|alt-svc|cache-control|cf-|connection|content-|cookie|date|etag"
    r"|keep-alive|nel|openai-|origin|pragma|referer|report-to|sec-|server|set-cookie|strict-transport"
    r"|transfer-encoding|user-agent|vary|via|x-[a-z]|accept|host|anthropic-|traceparent|eagleid)[a-z0-9-]*\s*:"
)
_STATUS_LINE = compile_regex(r"HTTP/[\d.]+\s+(\d{3})\b")
_STATUS_WORDS = compile_regex(
    r"(?:^|[^A-Za-z0-9])(?:http|http[ _-]?status|status[ _-]?code|status|error[ _-]?code|code|error|api error"
    r"|upstream_status|response|returned|returns|answers?|answered|gives?|got(?: an?)?|with|a|状态码|错误码|错误代码|错误|报错|返回|提示|报|出现)"
    r"(?: of| is|:|：|=|码|了|\s|\[|\(|http|\"|')*([45]\d{2})(?:[^0-9A-Za-z.]|$)"
)
_STATUS_ACCESS_LOG = compile_regex(
    r"\b(?:GET|POST|PUT) \S+ (?:HTTP/[\d.]+\"? )?([45]\d{2})\b", ignore_case=False
)
_STATUS_START = compile_regex(r"^[\s\"'\[({*>❌⚠-]*([45]\d{2})(?:[^0-9A-Za-z.,]|$)")
_STATUS_END = compile_regex(
    r"(?:^|[^0-9.])([45]\d{2})[\s)\],]*(?:status code|error|page|bad request|unauthori[sz]ed|forbidden|not found"
    r"|too many|internal|bad gateway|service|gateway|payload|错误|报错|状态)"
)
_TAG = compile_regex(
    r"(?s)<(?:script|style)\b.*?</(?:script|style)>|<!--.*?-->|</?[A-Za-z!][^<>]*>"
)
_HTML = compile_regex(r"<(?:!doctype html|html|head|title|body|center|h1|div|p)\b")
# There can be thousands of these in a text, and Python's own library replaces them ten times
# faster. Each starts where a run of backslashes starts, which keeps it linear.
_ESCAPED_QUOTE = re.compile(r"""(?<!\\)\\+(["'/])""")
_UNICODE = re.compile(r"(?<!\\)\\+u([0-9a-fA-F]{4})")
_NEWLINES = re.compile(r"(?<!\\)\\+[nrtNRT]")
_LABEL = compile_regex(
    r"^\W*(?:错误名称|错误类型|错误信息|错误消息|错误|报错|提示|返回|请求地址|模型|[a-z]\w*error|[a-z]\w*exception"
    r"|error|message|msg|code|status|litellm\.\w+|(?:api|http|client|request) error|[45]\d\d)\s*(?:[:：-]|\|)+\s*"
)
_REQUEST_ID = compile_regex(r"[\[(]?\brequest[ _-]?id\b\W{0,3}[\w-]+[\])]?")
_ANSI = compile_regex("\x1b\\[[0-9;]*[A-Za-z]")
_FRAME = compile_regex(r"[│┃║╭╮╰╯─━═┌┐└┘├┤▌▏]+")
_LOG_PREFIX = compile_regex(
    r"^\s*(?:data:|event:|>|\*|<|-)*\s*\[?\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}[^\s\]]*\]?\s*"
)


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a text that may hold a message. `depth` counts the wrappers around it."""

    text: str
    depth: int


@dataclass(slots=True)
class Unwrapped:
    """What was found in a text.

    messages: values of message fields and lines of prose, outermost first.
    codes: values of code, type, status and similar fields, as `name=value`.
    statuses: HTTP statuses that the text states, in order.
    places: URLs, hosts and provider names from fields that hold such.
    opened: what was gone into, with its depth, so that nothing is read twice.
    """

    messages: list[Fragment] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    opened: set[tuple[str, int]] = field(default_factory=set)

    @property
    def only_message(self) -> str:
        """The message of a text that says nothing else, without labels; else an empty string."""
        only = ""
        for bare in filter(None, (_bare(message.text) for message in self.messages)):
            if only not in ("", bare):
                return ""
            only = bare
        return only


def unwrap(text: str) -> Unwrapped:
    """Open all wrappers of a redacted text. Never raises; linear in the text."""
    found = Unwrapped()
    _open(_cleaned(_bounded(text)), 0, found)
    messages = _distinct(found.messages)
    # The deepest stand first; of a log, the last lines tell most.
    first, last = messages[: FRAGMENTS // 2], messages[FRAGMENTS // 2 :][-FRAGMENTS // 2 :]
    found.messages = [*_that_fit(first), *reversed(_that_fit(last[::-1]))]
    return found


def _that_fit(messages: list[Fragment]) -> list[Fragment]:
    """As many messages as have room: all short lines, or some dozens of long ones."""
    room = ROOM // 2
    fitting = []
    for message in messages:
        room -= len(message.text)
        if room < 0:
            break
        fitting.append(message)
    return fitting


def _bounded(text: str) -> str:
    return text if len(text) <= HEAD + TAIL else text[:HEAD] + "\n" + text[-TAIL:]


def _cleaned(text: str) -> str:
    text = text.replace("\x00", " ").replace("\r", "\n").replace("\xa0", " ")
    text = _FRAME.sub(" ", _ANSI.sub("", text)) if "\x1b" in text or "│" in text else text
    if "\\u" in text:
        text = _UNICODE.sub(_from_unicode_escape, text)
    return text


def _from_unicode_escape(match: re.Match[str]) -> str:
    character = chr(int(match.group(1), 16))
    # A quote that was escaped for a reason stays escaped; half a surrogate pair is no character.
    return (
        "\\" + character if character in "\"'\\" else character.encode("utf-8", "ignore").decode()
    )


def _open(text: str, depth: int, found: Unwrapped) -> None:
    if _HTML.search(text):
        text = html.unescape(_TAG.sub("\n", text))
    rest = []
    position = 0
    for match in islice(_FIELD.finditer(text), FIELDS):
        if _ends_prose(text, match):
            continue
        if _take_field(match.group(1), match.group(2), depth, found):
            rest.append(text[position : match.start()])
            position = match.end()
    rest.append(text[position:])
    _read_rest("\n".join(rest) if position else text, depth, found)


def _ends_prose(text: str, match: Any) -> bool:
    """Whether `name: word` is the middle of a sentence, as in "Claude Code: Credit is too low"."""
    goes_on = text[match.end() : match.end() + 1] in {" ", "[", "("}
    return bool(match.group(2)[0].isalpha() and goes_on)


def _take_field(key: str, value: str, depth: int, found: Unwrapped) -> bool:
    """Read one named field; False when its name means nothing to us."""
    kinds = _KINDS.get(key.lower().replace("_", "").replace("-", ""))
    if kinds is None:
        return False
    quoted = value[0] in "\"'"
    inner = _unquoted(value) if quoted else value
    if "status" in kinds:
        _add_status(inner, found)
    if "code" in kinds and 0 < len(inner) <= 80 and " " not in inner:
        found.codes.append(f"{key.lower()}={inner}")
    if "place" in kinds:
        found.places.append(inner[:300])
    if "message" in kinds and quoted and depth < DEPTH and _is_new(inner, depth, found):
        _open(inner, depth + 1, found)
    return quoted or bool(kinds & {"status", "code", "noise"})


def _is_new(inner: str, depth: int, found: Unwrapped) -> bool:
    if (inner, depth) in found.opened or len(found.opened) >= OPENED:
        return False
    found.opened.add((inner, depth))
    return True


def _unquoted(value: str) -> str:
    quote = value[0]
    inner = value[1:-1] if len(value) > 1 and value.endswith(quote) else value[1:]
    inner = inner.replace("\\n", "\n").replace("\\t", " ").replace("\\r", "\n")
    return inner.replace("\\" + quote, quote).replace("\\\\", "\\").replace("\\/", "/")


def _add_status(value: str, found: Unwrapped) -> None:
    if len(value) == 3 and value.isascii() and value.isdigit() and "400" <= value <= "599":
        found.statuses.append(int(value))


def _read_rest(text: str, depth: int, found: Unwrapped) -> None:
    """Read what stands outside of fields: prose, log lines, and fields that are still escaped."""
    if "\\" in text and depth < DEPTH and _ESCAPED_QUOTE.search(text):
        _open(_NEWLINES.sub("\n", _ESCAPED_QUOTE.sub(r"\1", text)), depth + 1, found)
        return
    raw = text.split("\n")
    shown = raw if len(raw) <= 2 * LINES else raw[:LINES] + raw[-LINES:]
    lines = [line for line in map(_line, shown) if line]
    for line in lines:
        found.statuses.extend(_statuses(line))
        found.messages.extend(Fragment(part, depth) for part in _windows(line))
    whole = " ".join(lines)
    if len(lines) > 1 and len(whole) <= WINDOW:
        found.messages.append(Fragment(whole, depth))


def _line(raw: str) -> str:
    """One line without log prefix and brackets; empty for stack frames, headers and noise."""
    if _STACK_LINE.search(raw):
        return ""
    status = _STATUS_LINE.search(raw) if "/" in raw else None
    if status:
        return f"status {status.group(1)}"
    if ":" in raw and _HEADER_LINE.search(raw):
        return ""
    line = " ".join(_LOG_PREFIX.sub("", raw).split()).strip(" {}[](),;\"'`|+")
    return "" if line.endswith('":') or not any(c.isalnum() for c in line) else line


def _statuses(line: str) -> Iterator[int]:
    if "4" not in line and "5" not in line:
        return
    for regex in (_STATUS_START, _STATUS_ACCESS_LOG, _STATUS_WORDS, _STATUS_END):
        match = regex.search(line)
        if match:
            yield int(match.group(1))
            return


def _windows(line: str) -> Iterator[str]:
    step = WINDOW - 100
    for start in range(0, max(1, min(len(line), 20 * step) - 100), step):
        yield line[start : start + WINDOW]


def _bare(message: str) -> str:
    """A message without the labels in front of it and without the number of the request."""
    bare = _REQUEST_ID.sub("", message)
    for _ in range(DEPTH):
        bare = _LABEL.sub("", bare)
    return bare.strip(" .\"'") if any(c.isalpha() for c in bare) else ""


def _distinct(messages: list[Fragment]) -> list[Fragment]:
    deepest: dict[str, Fragment] = {}
    for message in messages:
        known = deepest.get(message.text)
        if known is None or known.depth < message.depth:
            deepest[message.text] = message
    return list(deepest.values())
