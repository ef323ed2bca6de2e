"""Secrets out: the first thing that happens to a pasted text.

Redaction keeps what a diagnosis needs (codes, model names, request ids, public hosts, loopback
addresses) and replaces what could identify or harm the person.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from diagnostics.intake.regex import Regex, RegexSet, compile_regex

# A value after a name such as `api_key`, in JSON, Python, shell, header or prose form,
# also with quotes that were escaped once or more.
_ASSIGNED = r"""[\\"'`]*\s*(?:[:=]|：|=>)\s*[\\"'`]*\s*"""
_NAMED = (
    r"(?:[a-z0-9_-]*(?:api[_-]?key|apikey|secret(?:[_-]?(?:access)?[_-]?key)?|access[_-]?token"
    r"|refresh[_-]?token|id[_-]?token|auth[_-]?token|session[_-]?token|password|passwd"
    r"|client[_-]?secret|private[_-]?key(?:[_-]?id)?)|x-goog-api-key|密钥|秘钥|密码|令牌)"
)
_VALUE = r"""[A-Za-z0-9._~+/=:@-]{8,}"""

# kind, expression, replacement; `\1` keeps what comes before the secret. Order matters: whole
# headers and blocks first, then keys by their shape, then names and addresses.
_RULES: tuple[tuple[str, str, str], ...] = (
    (
        "private key",
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[^-]|-[^-])*(?:-----END [A-Z ]*PRIVATE KEY-----)?",
        "[private key]",
    ),
    ("attached data", r"data:[a-z0-9.+/-]+;base64,[A-Za-z0-9+/=\s\\]*", "[attached data]"),
    ("attached data", r"[A-Za-z0-9+/]{160,}={0,2}", "[attached data]"),
    ("cookie", r"""((?:set-)?cookie[\\"']*\s*[:=]\s*)[\\"']*[^\n"']+""", r"\1[cookie]"),
    (
        "authorization",
        r"""((?:proxy-)?authorization[\\"']*\s*[:=]\s*[\\"']*(?:bearer|basic|token|digest|aws4-hmac-sha256)?\s*)[^\s"'\\,}][^\s"'\\}]{5,}[^\n"'\\}]*""",
        r"\1[key]",
    ),
    ("authorization", r"(\bbearer\s+)[A-Za-z0-9._~+/=-]{12,}", r"\1[key]"),
    ("key", r"\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*)?", "[key]"),
    ("key", r"\b(?:sk|pk|rk|ak)-[A-Za-z0-9_-]*[A-Za-z0-9*]{8,}[A-Za-z0-9_*-]*", "[key]"),
    ("key", r"\bsk[_-](?:live|test|proj|ant|or|sp)[_-][A-Za-z0-9_-]{6,}", "[key]"),
    ("key", r"\bAIza[A-Za-z0-9_-]{20,}", "[key]"),
    ("key", r"\b(?:ya29|AQ)\.[A-Za-z0-9_-]{16,}", "[key]"),
    (
        "key",
        r"\b(?:gsk_|xai-|hf_|r8_|pplx-|tvly-(?:dev-|prod-)?|fw_|nvapi-|csk-|jina_|tgp_v1_|BSA|exa-|app-|fc-|dapi|ms-|bce-v3/|lin_api_|dop_v1_|ABSK|bedrock-api-key-|co_)[A-Za-z0-9_/+=-]{16,}",
        "[key]",
    ),
    (
        "key",
        r"\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|npm_|pypi-)[A-Za-z0-9_-]{12,}",
        "[key]",
    ),
    ("key", r"\b(?:tid|exp)=[^\s;]+;(?:[a-z0-9]+=[^\s;]+;?)+[^\s]*", "[key]"),
    ("key", r"\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}\b", "[key]"),
    ("key", r"\b[0-9a-f]{32}\.[A-Za-z0-9]{12,}\b", "[key]"),
    ("key", rf"({_NAMED}{_ASSIGNED}){_VALUE}", r"\1[key]"),
    (
        "key",
        rf"""(\btoken{_ASSIGNED})[A-Za-z0-9._~+/=-]*[0-9._~+/=-][A-Za-z0-9._~+/=-]{{11,}}""",
        r"\1[key]",
    ),
    (
        "key",
        r"([?&;](?:key|api[_-]?key|apikey|token|access_token|auth|sig|signature|code|secret|x-amz-[a-z-]+|password)=)[^&\s\"'<>\\)]+",
        r"\1[key]",
    ),
    ("key", r"(\b[a-z][a-z0-9+.-]*://)[^\s/@:\"']*:[^\s/@\"']+@", r"\1[key]@"),
    ("e-mail", r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}", "[e-mail]"),
    (
        "user name",
        r"""([A-Za-z]:[\\/]+(?:Users|Documents and Settings)[\\/]+)[^\\/:*?"<>|\n]+""",
        r"\1[user]",
    ),
    ("user name", r"""((?:^|[^A-Za-z0-9.])/(?:Users|home)/)[^/\s"'<>:\\]+""", r"\1[user]"),
    ("user name", r"((?:/mnt/[a-z]|/[a-z])/Users/)[^/\s\"'<>:\\]+", r"\1[user]"),
    (
        "private address",
        r"\b(?:[a-z0-9-]+\.)+(?:local|lan|intranet|corp|home\.arpa|private)\b",
        "[private host]",
    ),
    ("private address", r"\b(?:[a-z0-9-]+\.)+internal\b", "[private host]"),
    ("private address", r"\b(?:\d{1,3}\.){3}\d{1,3}\b", "[address]"),
    ("private address", r"\b(?:fe80|fd[0-9a-f]{2}|fc[0-9a-f]{2}):[0-9a-f:]+\b", "[address]"),
)

# These say where a local server is looked for, and nothing about the person.
_HARMLESS = ("127.", "0.0.0.0", "host.docker.internal", "gateway.docker.internal")  # noqa: S104
_PUBLIC_NAMES = ("metadata.google.internal",)


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without secrets. `removed` counts what was taken out, by kind."""

    text: str
    removed: Mapping[str, int]


class _Rule:
    def __init__(self, kind: str, expression: str, replacement: str) -> None:
        self.kind = kind
        self.regex: Regex = compile_regex(expression)
        self.replacement = replacement

    def apply(self, text: str, removed: Counter[str]) -> str:
        def replace(match: Any) -> str:
            found = match.group()
            replaced = found if _is_harmless(self.kind, found) else match.expand(self.replacement)
            removed[self.kind] += replaced != found
            return str(replaced)

        replace_one: Callable[[Any], str] = replace
        return str(self.regex.sub(replace_one, text))


_COMPILED = tuple(_Rule(*rule) for rule in _RULES)
_ANY = RegexSet(expression for _, expression, _ in _RULES)


def redact(text: str) -> Redacted:
    """Replace secrets by what they were, such as `[key]`. Linear in the text, and idempotent."""
    removed: Counter[str] = Counter()
    for position in sorted(_ANY.found_in(text)):
        text = _COMPILED[position].apply(text, removed)
    return Redacted(text, {kind: n for kind, n in sorted(removed.items()) if n})


def _is_harmless(kind: str, found: str) -> bool:
    if kind != "private address":
        return False
    if found.startswith(_HARMLESS) or found in _PUBLIC_NAMES:
        return True
    parts = found.split(".")
    return len(parts) == 4 and all(p.isdigit() for p in parts) and any(int(p) > 255 for p in parts)
