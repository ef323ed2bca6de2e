"""Secrets out: the first thing that happens to a pasted text.

Redaction keeps what a diagnosis needs (codes, model names, request ids, public hosts, loopback
addresses) and replaces what could identify or harm the person. In doubt it removes.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from diagnostics.intake.regex import Regex, RegexSet, compile_regex


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without secrets. `removed` counts what was taken out, by kind."""

    text: str
    removed: Mapping[str, int]


class Rule(NamedTuple):
    """One line of the table.

    The first group of the expression is what stays before the secret, the second what stays
    after it. `only` looks at what lies between, and may say that it is no secret.
    """

    kind: str
    expression: str
    replacement: str
    only: Callable[[str], bool] | None = None


_NO_PASSWORDS = (
    *("required", "incorrect", "invalid", "missing", "wrong", "expired", "error", "failed"),
    *("null", "none", "true", "false", "undefined", "string", "empty", "default", "optional"),
    *("username", "password", "user", "admin", "redacted"),
)
_SHARED_USERS = (
    *("public", "default", "shared", "user", "username", "%username%", "$user", "all%20users"),
    *("root", "admin", "administrator", "runner", "app", "node", "ubuntu", "linuxbrew"),
)
# Names that many programs give to hosts; they say nothing about the person.
_SHARED_HOSTS = (
    *("localhost", "host", "api", "backend", "server", "proxy", "wsl.localhost"),
    *("ollama", "vllm", "litellm", "lmstudio", "open-webui", "openwebui"),
    "metadata.google.internal",
)
# These say where a local server is looked for (172.17.0.1 is Docker's own), which resolver is
# asked, or that a proxy answers with addresses of its own (198.18/15); nothing about the person.
_SHARED_ADDRESSES = ("127.", "0.0.0.0", "198.18.", "198.19.", "169.254.169.254", "172.17.0.1")  # noqa: S104
_SHARED_MAILBOXES = ("git", "support", "contact", "noreply", "no-reply")
_RESOLVERS = (
    *("8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1"),
    *("114.114.114.114", "223.5.5.5", "223.6.6.6"),
)
_FILE_ENDINGS = (
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".css", ".json", ".py"),
    *(".js", ".mjs", ".cjs", ".ts", ".tsx"),
)


def _has_digit(secret: str) -> bool:
    return any(c.isdigit() for c in secret)


def _is_key(secret: str) -> bool:
    return _has_digit(secret) or (len(secret) >= 16 and secret.upper() != secret != secret.lower())


def _is_mixed(secret: str) -> bool:
    """Whether a value looks drawn by chance: letters and digits, or long and without a break."""
    if secret.lower().startswith(("http:", "https:")) or "**" in secret:
        return False  # an address, or masked already
    if any(c.isalpha() for c in secret):
        return _has_digit(secret) or (len(secret) >= 20 and secret.isalnum())
    return False


def _is_random(secret: str) -> bool:
    """The same for names that often stand before ordinary values, such as `key`."""
    if not (_has_digit(secret) and any(c.islower() for c in secret)):
        return False
    marks = sum(secret.count(mark) for mark in "-_.")
    has_upper = any(c.isupper() for c in secret) and marks * 12 <= len(secret)
    return has_upper or (len(secret) >= 24 and secret.isalnum())


def _is_split_key(secret: str) -> bool:
    """Whether what stands on the next line looks like the rest of a key."""
    rest = secret.rsplit(maxsplit=1)[-1]
    return _is_random(rest.rpartition("\\")[2][1:] if "\\" in rest else rest)


def _is_encoded(secret: str) -> bool:
    """Whether a long run is base64: not hexadecimal, not a path, not one character repeated."""
    head = secret[:400]
    marks = sum(head.count(mark) for mark in "/-_+")
    has_both_cases = head.upper() != head != head.lower()
    return has_both_cases and _has_digit(head) and marks * 12 <= len(head)


def _is_no_plain_word(secret: str) -> bool:
    return _has_digit(secret) or secret != secret.lower()


def _is_password(secret: str) -> bool:
    return secret.lower() not in _NO_PASSWORDS


def _is_unquoted_password(secret: str) -> bool:
    return not secret.isalpha() and _is_password(secret.strip(".!?。"))


def _is_e_mail(found: str) -> bool:
    name, _, domain = found.replace("%40", "@").rpartition("@")
    is_version = domain.split(".")[0].isdigit() and domain.split(".")[1][:1].isdigit()
    is_file = domain.lower().endswith(_FILE_ENDINGS)
    return not (is_version or is_file or name.lower() in _SHARED_MAILBOXES)


def _is_person(name: str) -> bool:
    return name.strip().lower() not in _SHARED_USERS


def _is_private_host(host: str) -> bool:
    return host.lower() not in _SHARED_HOSTS and not host.lower().endswith("docker.internal")


def _is_address(found: str) -> bool:
    if not found[0].isdigit() or any(int(part) > 255 for part in found.split(".")):
        return False
    return not (
        found.startswith(_SHARED_ADDRESSES) or found in _RESOLVERS or found[-6:] == ".0.0.0"
    )


def _is_ipv6(found: str) -> bool:
    return "::" in found or found.count(":") == 7


def _chinese(*words: str) -> str:
    """Words as they are, and as JSON escapes them."""
    escaped = ("".join(rf"\\+u{ord(letter):04x}" for letter in word) for word in words)
    return "|".join((*words, *escaped))


# A quote as it comes in JSON, Python, a shell, HTML, or a string that was escaped once or more.
_Q = r"""(?:[\\"'`]|\\+u0022|&quot;|%22)*"""
# What stands between a name and its value.
_IS = rf"""(?:{_Q}\s*(?:[:=>]|=>|{_chinese("：", "是", "为")})[ \t]*\[?[ \t]*b?{_Q}[ \t]*|["'`]\s*,\s*b?["'`])"""
# A key may follow an escaped line break or quote, which ends with a letter or digit.
_AT = r"(?:\\+[nrt]|\\+u[0-9a-f]{4}|%[0-9a-f]{2}|_|\b)"
_START = rf"({_AT})"
_STAYS = r"[A-Za-z0-9._~+/=:@%*|$-]"  # the characters of a value without quotes
_BREAK = r"(?:\s|\\+[nr]|%20)+"
_SLASH = r"\\*/"  # some JSON escapes it
_UUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_API_KEY = (
    r"[a-z0-9_.-]*(?:api[ _-]?keys?(?: provided)?|access[ _-]?key(?:[_-]?secret)?|subscription[_-]?key"
    r"|secret(?:[_-]?(?:access)?[_-]?key)?|(?:access|refresh|id|auth|session|security|bearer|api)[ _-]?token"
    rf"|private[_-]?key(?:[_-]?id)?|signature|sig|credentials?)|{_chinese('密钥', '秘钥', '令牌')}"
)
_ENVIRONMENT = r"(?-i:\b[A-Z][A-Z0-9]*_(?:[A-Z0-9]+_)*(?:KEY|TOKEN|SECRET|PAT|PASS))"
_PASSWORD = rf"[a-z0-9_.-]*(?:password|passwd|passphrase)|\bpwd|{_chinese('密码', '口令')}"
_WINDOWS = r"[A-Za-z](?::|%3A)[\\/]+(?:Users|Documents and Settings)[\\/]+"
_UNIX = (
    r"(?:^|[^A-Za-z0-9.])(?:(?:file:)?//)?"
    r"(?:/(?:var|data|export|host_mnt|[a-z]|mnt/[a-z]|Volumes/[^/\n]{1,60}|System/Volumes/Data))?"
    rf"{_SLASH}(?-i:Users|home){_SLASH}|/run/media/|\\+home\\+|/-(?:Users|home)-"
)
_ESCAPED = r"\\+u[0-9a-f]{4}"  # a letter that JSON has escaped
_NAME_END = r"""/\s"'`<>:\\|,;()\[\]，。；：、！？）】」》“”"""

# Order matters: blocks first, then keys by their shape, then what is named a secret, then who
# and where. Nothing matches what an earlier rule has put in.
RULES: tuple[Rule, ...] = (
    Rule(
        "private key",
        r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[A-Za-z0-9+/=\s\\]*(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----)?",
        "[private key]",
    ),
    Rule(
        "attached data",
        rf"data:[a-z0-9.+/;=\\-]+,(?:(?:[A-Za-z0-9+/=_%-]|{_SLASH}){{4,}}|\[key\])(?:{_BREAK}[A-Za-z0-9+/_-]{{60,}})*(?:{_BREAK}[A-Za-z0-9+/_-]+={{1,2}})?",
        "[attached data]",
    ),
    Rule(
        "attached data",
        rf"[A-Za-z0-9+/_-]{{60,}}(?:{_BREAK}[A-Za-z0-9+/_-]{{60,}})+(?:{_BREAK}[A-Za-z0-9+/_-]*={{1,2}})?",
        "[attached data]",
        _is_encoded,
    ),
    # Keys by their shape. The family of a key (`sk-ant-`) is no secret, and helps.
    Rule("key", r"\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*)*", "[key]"),
    Rule(
        "key",
        rf"({_AT}(?-i:sk-(?:[a-z]{{2,8}}-)?|gsk_|AIza|xai-))[A-Za-z0-9_-]{{6,}}(?:\\?\s*\n\s*|(?:\\+[nr])+)[A-Za-z0-9_-]*[0-9][A-Za-z0-9_-]{{11,}}",
        "[key]",
        _is_split_key,
    ),
    Rule(
        "key",
        rf"({_AT}(?-i:sk-(?:[a-z]{{2,8}}-)+))[A-Za-z0-9_-]*[A-Za-z0-9*]{{6,}}[A-Za-z0-9_*-]*",
        "[key]",
        _is_key,
    ),
    Rule(
        "key",
        _START + r"(?-i:sk|pk|rk|ak|ark|tp)-[A-Za-z0-9_-]*[A-Za-z0-9*]{8,}[A-Za-z0-9_*-]*",
        "[key]",
        _is_key,
    ),
    Rule(
        "key",
        r"(\\+[nrt]|\b)(?-i:sk|pk|rk)_(?:live_|test_)?[A-Za-z0-9_-]{16,}",
        "[key]",
        _has_digit,
    ),
    Rule("key", r"(?-i:AIza)[A-Za-z0-9_-]{20,}", "[key]"),
    Rule("key", _START + r"(?-i:ya29\.|AQ\.|1//0|GOCSPX-)[A-Za-z0-9_.-]{16,}", "[key]"),
    Rule(
        "key",
        _START
        + r"(?-i:gsk_|xai-|hf_|api_org_|r8_|pplx-|fw_|csk-|jina_|app-|fc-|dapi|BSA|AKLT|LTAI|AKID)[A-Za-z0-9]{16,}",
        "[key]",
        _has_digit,
    ),
    Rule(
        "key",
        _START
        + r"(?-i:nvapi-|tgp_v1_|tvly-|bce-v3/|ALTAK-|lin_api_|dop_v1_|ABSK|bedrock-api-key-|n8n_api_|fastgpt-|pat_|pa-)[A-Za-z0-9_/+=-]{16,}",
        "[key]",
        _has_digit,
    ),
    Rule(
        "key",
        _START + r"(?-i:gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|npm_|pypi-)[A-Za-z0-9_-]{12,}",
        "[key]",
        _has_digit,
    ),
    Rule("key", _START + rf"ms-{_UUID}", "[key]"),
    Rule("key", r"""\b(?:tid|exp)=[^\s;"'\\]+;[^\s"'\\,，。]*""", "[key]"),
    Rule("key", _START + r"(?-i:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)(?-i:[A-Z0-9]{12,})", "[key]"),
    Rule(
        "key",
        _START + r"[0-9a-f]{32}\.[A-Za-z0-9]{12,}",
        "[key]",
        lambda secret: _is_mixed(secret[33:]),
    ),
    Rule("key", r"\b\d{8,10}:(?-i:AA)[A-Za-z0-9_-]{30,}", "[key]"),
    Rule(
        "attached data",
        rf"(?:[A-Za-z0-9+/_-]|{_SLASH}){{100,}}={{0,2}}",
        "[attached data]",
        _is_encoded,
    ),
    # What is named a secret.
    Rule("cookie", rf"(set-cookie{_Q}\s*[:=]\s*)\[[^\[\]]+\]", "[cookie]"),
    Rule("cookie", rf"""((?:set-)?cookie{_IS})[^\s=;"'\\\[\]]+=[^\n"'\\\[\]，。]*""", "[cookie]"),
    Rule("cookie", rf"((?:set-)?cookie{_IS})[A-Za-z0-9._~+/=%-]{{16,}}", "[cookie]", _is_mixed),
    Rule(
        "cookie",
        r"""\b((?:__cf_bm|_cfuvid|cf_clearance|__(?:Secure|Host)-[\w.-]+|[a-z0-9_.-]*session(?:[_-]?id|[_-]token)?|PHPSESSID|JSESSIONID|connect\.sid|sid|csrf_?token|xsrf-token|acw_tc)=)[^\s;,"'\\\[\]&，。]{8,}""",
        "[cookie]",
        _is_mixed,
    ),
    Rule(
        "authorization",
        rf"""(authorization{_IS}(?:aws4-hmac-sha256|digest|goog4-rsa-sha256)\s+)[^\n"'\\\[\]，。]{{8,}}""",
        "[key]",
    ),
    Rule(
        "authorization",
        rf"""(authorization{_IS}(?:bearer|basic|token|apikey|key|negotiate)\s+)[^\s"'\\,}}\[\]，。]{{6,}}""",
        "[key]",
        _is_no_plain_word,
    ),
    Rule(
        "authorization", rf"""(authorization{_IS})[^\s"'\\,}}\[\]，。]{{8,}}""", "[key]", _is_mixed
    ),
    Rule(
        "authorization",
        rf"(\b(?:bearer|basic){_BREAK})[A-Za-z0-9._~+/=:-]{{12,}}",
        "[key]",
        _is_mixed,
    ),
    Rule(
        "key",
        r"""([?&;](?:amp;)?(?:[a-z_]*key|[a-z_]*token|auth|sig|secret|password|pwd|[a-z-]*signature|x-amz-[a-z-]+|x-goog-[a-z-]+|x-(?:oss|tos)-[a-z-]+|q-ak|AWSAccessKeyId|OSSAccessKeyId)=)[^&\s"'<>\\()\[\]，。]{4,}""",
        "[key]",
        lambda secret: not secret.isdigit(),
    ),
    Rule(
        "key",
        r"""([?&;](?:amp;)?(?:code|state|ticket)=)[^&\s"'<>\\()\[\]，。]{12,}""",
        "[key]",
        _is_mixed,
    ),
    Rule("key", rf"(\\+u0026[a-z_-]*(?:key|token|sig|signature|secret)=){_STAYS}{{4,}}", "[key]"),
    Rule(
        "key",
        r"""(\b[a-z][a-z0-9+.-]*://)[^\s/:"'\\,;()<>\[\]]*:[^\s/"'\\,;()<>\[\]]+@""",
        "[key]@",
    ),
    Rule("key", r"""(\b[a-z][a-z0-9+.-]*://)[^\s/:@"'\\,;()<>\[\]]{6,}@""", "[key]@"),
    Rule(
        "key", r"""(\s(?:-u|--user|-U|--proxy-user)[ =]["']?)[^\s"':\[\]]+:[^\s"'\[\]]+""", "[key]"
    ),
    Rule(
        "key",
        r"""((?:^|[\s"'])--?(?:api[_-]?key|token|key|secret|password)[ =]["']?)[^\s"'\\\[\]，。]{8,}""",
        "[key]",
        _is_mixed,
    ),
    Rule(
        "key",
        rf"""((?:{_PASSWORD})(?:{_Q}\s*(?:[:=]|：|=>)\s*b?(?:["'`]|\\+["']|&quot;)|["']\s*,\s*b?["']))[^"'`\\\n\[\]]{{3,}}""",
        "[key]",
        _is_password,
    ),
    Rule(
        "key",
        rf"""((?:{_PASSWORD}){_IS})[^\s"'`\\,;}}&<>\[\]，。]{{4,}}""",
        "[key]",
        _is_unquoted_password,
    ),
    Rule("key", rf"((?:{_API_KEY}|{_ENVIRONMENT}){_IS}){_STAYS}{{8,}}", "[key]", _is_mixed),
    Rule("key", rf"((?:{_API_KEY}|\b(?:token|key))\s+){_STAYS}{{16,}}", "[key]", _is_random),
    Rule("key", rf"(\btoken{_IS}){_STAYS}{{12,}}", "[key]", _is_mixed),
    Rule("key", rf"(\b(?:key|hmac|pat){_IS}){_STAYS}{{16,}}", "[key]", _is_random),
    Rule(
        "key",
        r"""(hooks\.slack\.com/services/|/bot/v2/hook/|/api/webhooks/)[^\s"'\\<>\[\]，。]+""",
        "[key]",
    ),
    # Who.
    Rule(
        "account",
        _START + r"(?-i:org|proj|user|acct|cus|ws|wrkspc)[-_][A-Za-z0-9]{16,}",
        "[account]",
        _has_digit,
    ),
    Rule(
        "account",
        rf"""((?:openai-(?:organization|project)|organization[_-]?id|account[_-]?id|user[_-]?id|tenant[_-]?id|subscription[_-]?id){_IS})[A-Za-z0-9_-]{{6,}}""",
        "[account]",
        _has_digit,
    ),
    Rule("account", r"""(openai-organization["']?\s*:\s*["']?)[a-z0-9-]{3,}""", "[account]"),
    Rule(
        "account", r"""(arn:aws[a-z-]*:(?:iam|sts):[a-z0-9-]*:)\d{12}:[^\s"'\\,)]+""", "[account]"
    ),
    Rule("account", r"(arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:)\d{12}(:)", "[account]"),
    Rule("account", rf"(/subscriptions/){_UUID}(?:/resourceGroups/[^/\s\"'\\]+)?", "[account]"),
    Rule(
        "e-mail",
        r"((?:\\+[nrt]|\\+u[0-9a-f]{4})?)[A-Za-z0-9._%+-]+(?:@|%40)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}",
        "[e-mail]",
        _is_e_mail,
    ),
    Rule(
        "phone number",
        r"(^|[^A-Za-z0-9_.+-])(?:1\d{10} ?(?:bytes|b|tokens?|ms|字节)|(?:\+?86[ -]?)?1[3-9]\d(?:\d{8}|[ -]\d{4}[ -]\d{4}))([^A-Za-z0-9_.-]|[.](?:\D|$)|$)",
        "[phone]",
        lambda found: not found[-1].isalpha(),
    ),
    Rule(
        "phone number",
        r"(^|[^A-Za-z0-9_.-])\+[1-9]\d{0,2}[ -]?\(?\d{2,4}\)?(?:[ -]?\d{2,4}){2,4}",
        "[phone]",
    ),
    Rule(
        "user name",
        rf"""({_WINDOWS})(?:[^\\/:*?"<>|\n\[\]，。]|{_ESCAPED}){{1,64}}([\\/])""",
        "[user]",
        _is_person,
    ),
    Rule("user name", rf"({_WINDOWS})(?:[^{_NAME_END}]|{_ESCAPED})+", "[user]", _is_person),
    Rule("user name", rf"({_UNIX})(?:[^{_NAME_END}]|{_ESCAPED})+", "[user]", _is_person),
    Rule(
        "user name",
        r"""((?-i:\b(?:USERNAME|USER|LOGNAME))=["']?)[^\s"'\\\[\]，。]{2,}""",
        "[user]",
        _is_person,
    ),
    Rule(
        "user name",
        r"""(user_?name\\*["']\s*[:=]\s*\\*["'])[^"'\\\n\[\]]{2,}""",
        "[user]",
        lambda name: _is_person(name) and _is_password(name),
    ),
    Rule(
        "user name", r"(^|[^A-Za-z0-9_./@-])[a-z_][a-z0-9_.-]*@[a-z0-9][a-z0-9.-]*(:[~/])", "[user]"
    ),
    Rule(
        "user name", r"(^|[^A-Za-z0-9_./@-])[a-z_][a-z0-9_.-]*(@(?:\d{1,3}\.){3}\d{1,3})", "[user]"
    ),
    # Where.
    Rule(
        "private address",
        r"(^|\\+[nrt]|[^A-Za-z0-9_.-])(?:[a-z0-9_-]+\.)+(?:local|lan|intranet|corp|localdomain|home\.arpa|internal|ts\.net|fritz\.box)([^A-Za-z0-9_.-]|\.(?:\s|$)|$)",
        "[private host]",
        _is_private_host,
    ),
    Rule(
        "private address",
        rf"((?:https?|wss?):{_SLASH}{_SLASH})[a-z][a-z0-9_-]*([:/\\])",
        "[private host]",
        _is_private_host,
    ),
    Rule("private address", r"(?-i:\b(?:DESKTOP|LAPTOP|WIN)-[A-Z0-9]{6,})", "[private host]"),
    Rule(
        "private address",
        r"\b[a-z0-9-]+-(?:MacBook|iMac|Mac-mini|Mac-Studio)(?:-[A-Za-z0-9]+)*",
        "[private host]",
    ),
    *(
        Rule(
            "private address",
            rf"""((?:^|[\s"'`(=:：，]|[^\\]\\["'])\\{{{2 * n}}})[a-z0-9][a-z0-9._-]{{1,62}}(\\{{{n}}}[a-z0-9_$])""",
            "[private host]",
            _is_private_host,
        )
        for n in (1, 2, 4)  # a share, and how a string in a string escapes it
    ),
    Rule(
        "private address",
        r"(^|[^A-Za-z0-9_./-]|//|[^A-Za-z0-9_.]/|[A-Za-z_]-|_|\\+[nrt])(?:(?:version|版本)[ :：]*)?(?:\d{1,3}\.){3}\d{1,3}(\b|_)",
        "[address]",
        _is_address,
    ),
    Rule(
        "private address",
        r"\b(?:[23][0-9a-f]{3}|fe80|f[cd][0-9a-f]{2}):[0-9a-f:]*[0-9a-f](?:%[a-z0-9]+)?",
        "[address]",
        _is_ipv6,
    ),
    Rule(
        "private address",
        r"\b[0-9a-f]{2}(?::[0-9a-f]{2}){5}\b|\b[0-9a-f]{2}(?:-[0-9a-f]{2}){5}\b",
        "[address]",
        lambda found: not found.replace("-", "").isdigit(),
    ),
)

# What is taken out can uncover what it touched, such as a path right behind a key.
PASSES = 5


class _Compiled:
    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.regex: Regex = compile_regex(rule.expression.encode())
        self.groups: int = self.regex.groups
        self.replacement = rule.replacement.encode()

    def apply(self, text: bytes, removed: Counter[str]) -> bytes:
        pieces: list[bytes] = []
        position = 0
        for match in self.regex.finditer(text):
            start, end = self._secret(match)
            if self.rule.only is None or self.rule.only(text[start:end].decode("utf-8", "replace")):
                pieces += (text[position:start], self.replacement)
                position = end
                removed[self.rule.kind] += text[start:end] != self.replacement
        return b"".join((*pieces, text[position:]))

    def _secret(self, match: Any) -> tuple[int, int]:
        start = match.end(1) if self.groups else match.start()
        end = match.start(2) if self.groups > 1 else match.end()
        return start, end


_COMPILED = tuple(_Compiled(rule) for rule in RULES)
_ANY = RegexSet(rule.expression for rule in RULES)
# With what stays of a key before it, as in `sk-proj-[key]`; a bracket may have been stripped.
_KINDS = "|".join({kind for rule in RULES for kind in re.findall(r"\[(.+)\]", rule.replacement)})
_REPLACED = compile_regex(rf"[\w-]*\[(?:{_KINDS})\]?|\b(?:{_KINDS})\]")


def without_replacements(text: str) -> str:
    """A redacted text without the words that stand where secrets were."""
    return str(_REPLACED.sub(" ", text))


def redact(text: str) -> Redacted:
    """Replace secrets by what they were, such as `[key]`. Linear in the text, and idempotent."""
    removed: Counter[str] = Counter()
    # JSON can carry halves of characters, which no encoding has.
    encoded = text.encode("utf-8", "replace")
    for _ in range(PASSES):
        before = removed.total()
        for position in sorted(_ANY.found_in(encoded)):
            encoded = _COMPILED[position].apply(encoded, removed)
        if removed.total() == before:
            break
    return Redacted(
        encoded.decode("utf-8", "replace"), {kind: n for kind, n in sorted(removed.items()) if n}
    )
