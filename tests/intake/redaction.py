"""What redaction is measured by: shapes of secrets, texts around them, and ordinary texts.

Keys are drawn from a fixed seed in the form that the provider documents; none was ever valid.
"""

import json
import random
import string

HEX = "0123456789abcdef"
UPPER = string.ascii_uppercase + string.digits
ALNUM = string.ascii_letters + string.digits
URL_SAFE = ALNUM + "_-"
BASE64 = ALNUM + "+/"


def drawn(length, alphabet=ALNUM):
    """The same characters every time, with a digit and ended by no mark."""
    chance = random.Random(f"{length}{alphabet}")
    return "".join(chance.choices(alphabet, k=length - 2)) + alphabet[5] + "7"


def uuid():
    return "-".join(drawn(n, HEX) for n in (8, 4, 4, 4, 12))


JWT = f"eyJhbGciOiJIUzI1NiJ9.eyJ{drawn(40)}.{drawn(43, URL_SAFE)}"
PEM = "\n".join(drawn(64, BASE64) for _ in range(3))
IMAGE = "iVBORw0KGgo" + drawn(400, BASE64)
MIME = "\n".join(drawn(76, BASE64[i:] + BASE64[:i]) for i in range(4))
SIGV4 = (
    f"AWS4-HMAC-SHA256 Credential=AKIA{drawn(16, UPPER)}/20250101/us-east-1/bedrock/aws4_request,"
    f" SignedHeaders=host;x-amz-date, Signature={drawn(64, HEX)}"
)

# By its shape alone: the secret may stand anywhere.
KEYS = {
    "openai project": "sk-proj-" + drawn(156, URL_SAFE),
    "openai service account": "sk-svcacct-" + drawn(120, URL_SAFE),
    "openai admin": "sk-admin-" + drawn(120, URL_SAFE),
    "openai old": "sk-" + drawn(20) + "T3Bl" + drawn(24),
    "anthropic": "sk-ant-api03-" + drawn(93, URL_SAFE) + "AA",
    "anthropic login": "sk-ant-oat01-" + drawn(86, URL_SAFE),
    "gemini": "AIzaSy" + drawn(33, URL_SAFE),
    "gemini auth key": "AQ.Ab8RN6" + drawn(44, URL_SAFE),
    "vertex access token": "ya29.a0" + drawn(150, URL_SAFE),
    "google refresh token": "1//0e" + drawn(60, URL_SAFE),
    "google client secret": "GOCSPX-" + drawn(28, URL_SAFE),
    "aws access key": "AKIA" + drawn(16, UPPER),
    "aws temporary key": "ASIA" + drawn(16, UPPER),
    "bedrock key": "ABSK" + drawn(130, BASE64) + "=",
    "bedrock short-term key": "bedrock-api-key-" + drawn(200, BASE64),
    "deepseek": "sk-" + drawn(32, HEX),
    "dashscope": "sk-" + drawn(32, HEX[::-1]),
    "dashscope coding plan": "sk-sp-" + drawn(32, HEX),
    "alibaba access key": "LTAI5t" + drawn(18),
    "siliconflow": "sk-" + drawn(48, string.ascii_lowercase + string.digits),
    "zhipu": drawn(32, HEX) + "." + drawn(16),
    "ollama cloud": drawn(32, HEX) + "." + drawn(24),
    "moonshot": "sk-" + drawn(47),
    "kimi code": "sk-kimi-" + drawn(64),
    "moonshot account key": "ak-" + drawn(20, string.ascii_lowercase + string.digits),
    "volcengine": f"ark-{uuid()}-{drawn(5, HEX)}",
    "volcengine access key": "AKLT" + drawn(43),
    "tencent": "AKID" + drawn(32),
    "baidu": f"bce-v3/ALTAK-{drawn(21)}/{drawn(40, HEX)}",
    "minimax": "sk-api-" + drawn(100, URL_SAFE),
    "modelscope": "ms-" + uuid(),
    "openrouter": "sk-or-v1-" + drawn(64, HEX),
    "copilot user token": "ghu_" + drawn(36),
    "copilot session": f"tid={drawn(32, HEX)};exp=1735689600;sku=free;8kp=1:{drawn(64, HEX)}",
    "github app": "gho_" + drawn(36),
    "github fine": "github_pat_" + drawn(22) + "_" + drawn(59),
    "groq": "gsk_" + drawn(52),
    "xai": "xai-" + drawn(80),
    "lm studio login": "sk-lm-" + drawn(8) + ":" + drawn(20),
    "relay": "sk-" + drawn(48),
    "hugging face": "hf_" + drawn(34),
    "perplexity": "pplx-" + drawn(48),
    "replicate": "r8_" + drawn(37),
    "fireworks": "fw_" + drawn(22),
    "together": "tgp_v1_" + drawn(43, URL_SAFE),
    "nvidia": "nvapi-" + drawn(64, URL_SAFE),
    "cerebras": "csk-" + drawn(48, string.ascii_lowercase + string.digits),
    "tavily": "tvly-dev-" + drawn(32),
    "brave": "BSA" + drawn(28, URL_SAFE[:36]),
    "firecrawl": "fc-" + drawn(32, HEX),
    "dify": "app-" + drawn(24),
    "databricks": "dapi" + drawn(32, HEX),
    "jina": "jina_" + drawn(60),
    "coze": "pat_" + drawn(64),
    "telegram bot": f"7012345678:AA{drawn(33, URL_SAFE)}",
    "slack": f"xoxb-1234567890-{drawn(24)}",
    "jwt": JWT,
    "e-mail": "jane.roe@firm.example.com",
    "e-mail with a number": "10086@163.com",
    "private ip": "192.168.17.4",
    "private ip of class a": "10.21.7.93",
    "public ip": "203.0.113.57",
    "ipv6": "2001:db8:85a3::8a2e:370:7334",
    "ipv6 of the link": "fe80::1c2b:3aff:fe4d:5e6f",
    "ipv6 of a private net": "fd12:3456:789a::1",
    "mac": "3c:22:fb:9a:0b:1e",
    "private host": "gpu1.office.lan",
    "host of a mac": "Janes-MacBook-Pro.local",
    "host in a company": "llm.acme.corp",
    "host in a cluster": "llm.jane-dev.svc.cluster.local",
    "host in a tailnet": "nas.tail1a2b.ts.net",
    "windows host": "DESKTOP-7QK3M2P",
    "phone": "13812345678",
    "phone with a prefix": "+86 138 1234 5678",
    "organisation": "org-" + drawn(24),
    "project": "proj_" + drawn(24),
    "image": "data:image/png;base64," + IMAGE,
    "bare base64": IMAGE,
    "base64 in lines": MIME,
}
SECRET = drawn(32)
WORD = "Qq7Ww8Ee9Rr0Tt1Yy2"

# By what stands before it: the text, and the part that must not survive.
NAMED = {
    "azure header": (f"api-key: {drawn(32, HEX)}", drawn(32, HEX)),
    "azure new key": (f"api-key: {drawn(84)}", drawn(84)),
    "azure gateway": (f"Ocp-Apim-Subscription-Key: {drawn(32, HEX)}", drawn(32, HEX)),
    "anthropic header": (f"x-api-key: {SECRET}", SECRET),
    "gemini header": (f"x-goog-api-key: {SECRET}", SECRET),
    "mistral": (f"MISTRAL_API_KEY={SECRET}", SECRET),
    "volcengine uuid": (f"ARK_API_KEY={uuid()}", uuid()),
    "cohere": (f"export CO_API_KEY={drawn(40)}", drawn(40)),
    "powershell": (f"$env:AZURE_OPENAI_KEY = {SECRET}", SECRET),
    "windows shell": (f"set OPENAI_KEY={SECRET}", SECRET),
    "yaml": (f"apiKey: {SECRET}", SECRET),
    "toml": (f"api_key = '{SECRET}'", SECRET),
    "xml": (f"<apiKey>{SECRET}</apiKey>", SECRET),
    "words": (f"Incorrect API key provided: {SECRET}.", SECRET),
    "chinese words": (f"密钥：{SECRET}", SECRET),
    "flag": (f"--api-key {SECRET}", SECRET),
    "curl user": (f"curl -u jane:{WORD} x", WORD),
    "bearer header": (f"Authorization: Bearer {SECRET}", SECRET),
    "bearer uuid": (f"Authorization: Bearer {uuid()}", uuid()),
    "bearer alone": (f"Bearer {SECRET}", SECRET),
    "basic header": ("Proxy-Authorization: Basic amFuZTpob3J0ZW5zZQ==", "amFuZTpob3J0ZW5zZQ"),
    "raw header": (f"Authorization: {SECRET}", SECRET),
    "aws signature": (f"Authorization: {SIGV4}", drawn(64, HEX)),
    "python header": (f"{{'authorization': 'Bearer {SECRET}', 'x': '1'}}", SECRET),
    "header pairs": (f"[(b'Authorization', b'Bearer {SECRET}'), (b'X', b'1')]", SECRET),
    "header pairs of a key": (f"[('x-api-key', '{SECRET}')]", SECRET),
    "cookie": (f"Cookie: session={WORD}; theme=dark", WORD),
    "set-cookie": (f"Set-Cookie: __cf_bm={SECRET}; path=/; HttpOnly", SECRET),
    "set-cookie in pairs": (f"(b'Set-Cookie', b'__cf_bm={SECRET}; path=/')", SECRET),
    "set-cookie in a list": (f"'set-cookie': [ 'a={WORD}; path=/', 'b={SECRET}' ]", SECRET),
    "cookie alone": (f"__cf_bm={SECRET}", SECRET),
    "aws secret": (f"aws_secret_access_key = {drawn(40, BASE64)}", drawn(40, BASE64)),
    "aws session": (f"AWS_SESSION_TOKEN={drawn(90, BASE64)}", drawn(90, BASE64)),
    "aws user": ("arn:aws:iam::123456789012:user/jane.roe is not authorized", "jane.roe"),
    "aws account": ("arn:aws:bedrock:us-east-1:123456789012:inference-profile/x", "123456789012"),
    "google private key": (
        f"-----BEGIN PRIVATE KEY-----\n{PEM}\n-----END PRIVATE KEY-----",
        PEM[:40],
    ),
    "google key id": (f'"private_key_id": "{drawn(40, HEX)}"', drawn(40, HEX)),
    "google account": ("client_email: bot-1@proj-7.iam.gserviceaccount.com", "bot-1@proj-7"),
    "client secret": (f"'client_secret': '{WORD}'", WORD),
    "password": ('"password": "horse battery!"', "horse battery!"),
    "password without quotes": ("PGPASSWORD=hunter22", "hunter22"),
    "password in chinese": ("密码：hunter22", "hunter22"),
    "query key": (f"https://api.example.com/v1?key={WORD}&alt=sse", WORD),
    "query token": (f"wss://rt.example.com/v1?a=1&access_token={WORD}", WORD),
    "query after an entity": (f"https://x.example.com/v1?a=1&amp;api_key={WORD}", WORD),
    "signed url of s3": (f"https://b.s3.amazonaws.com/a?X-Amz-Signature={drawn(64, HEX)}&x=1", HEX),
    "signed url of azure": (f"https://b.blob.core.windows.net/a?sv=1&sig={WORD}%3D", WORD),
    "signed url of oss": (f"https://b.oss-cn-x.aliyuncs.com/a?Expires=1&Signature={WORD}", WORD),
    "proxy": (f"http://jane:{WORD}@proxy.example.com:8080", WORD),
    "socks proxy": (f"socks5://jane:{WORD}@203.0.113.9:1080", WORD),
    "token in a url": (f"https://{WORD}@git.example.com/x.git", WORD),
    "database": (f"postgres://jane:{WORD}@db.example.com/app", WORD),
    "windows user": (r"C:\Users\jane.roe\AppData\Roaming\CherryStudio", "jane.roe"),
    "windows user with a space": (r"C:\Users\Jane Roe\AppData\Local", "Jane Roe"),
    "windows user at the end": (r"C:\Users\jane.roe", "jane.roe"),
    "windows user, escaped": (r"C:\\Users\\jane.roe\\AppData", "jane.roe"),
    "windows user in a url": ("file:///C:/Users/jane.roe/app.js:3:1", "jane.roe"),
    "windows user, encoded": ("/c%3A/Users/jane.roe/code", "jane.roe"),
    "chinese windows user": (r"C:\Users\张三丰\AppData", "张三丰"),
    "macos user": ("/Users/jane.roe/Library/Logs", "jane.roe"),
    "linux user": ("/home/jane.roe/.config/app", "jane.roe"),
    "chinese linux user": ("/home/张三丰/.config/app", "张三丰"),
    "silverblue user": ("/var/home/jane.roe/app", "jane.roe"),
    "user of wsl": ("/mnt/c/Users/jane.roe/app", "jane.roe"),
    "user of git bash": ("/c/Users/jane.roe/app", "jane.roe"),
    "home inside wsl": (r"\\wsl.localhost\Ubuntu\home\jane.roe\app", "jane.roe"),
    "project folder": ("/.claude/projects/-Users-janeroe-code/x.jsonl", "janeroe"),
    "prompt": ("jane.roe@workbox:~/code$ make", "jane.roe"),
    "user in the environment": ("USERNAME=jane.roe", "jane.roe"),
    "user as a field": ('"username": "jane.roe"', "jane.roe"),
    "share": (r"open \\fileserver7\home\x", "fileserver7"),
    "single host": ("http://workbox7:11434/api/chat", "workbox7"),
    "account of azure": (f"/subscriptions/{uuid()}/resourceGroups/jane/providers", uuid()),
    "account as a field": (f'"user_id": "user_{drawn(27)}"', drawn(27)),
    "organisation header": ("openai-organization: jane-roe-gmbh", "jane-roe-gmbh"),
    "host in escaped slashes": (r"http:\/\/workbox7:11434\/api", "workbox7"),
    "user in escaped slashes": (r"\/Users\/jane.roe\/Library", "jane.roe"),
    "image in escaped slashes": (r"data:image\/png;base64," + r"aB3\/" * 60, r"aB3\/aB3"),
    "bearer in a url": (f"header=Bearer%20{SECRET}", SECRET),
    "key without a digit": ("sk-AbCdEfGhIjKlMnOpQrStUv", "AbCdEfGhIjKlMnOpQrStUv"),
    "webhook": (f"https://hooks.slack.com/services/T0/B0/{SECRET}", SECRET),
    "remote login": ("ssh jane.roe@203.0.113.9", "jane.roe"),
    "token in words": (f"Token {SECRET} has expired", SECRET),
    "split old key": (f"sk-{drawn(20)}\r\n{drawn(31)}", drawn(31)),
    "split key": (f"sk-proj-{drawn(40)}\n{drawn(36)}", drawn(36)),
    "key after an escaped break": (f"bad key:\\nsk-{drawn(32)}", drawn(32)),
    "key in escaped quotes": (f"key \\u0022sk-{drawn(32)}\\u0022", drawn(32)),
}
NAMED["signed url of s3"] = (NAMED["signed url of s3"][0], drawn(64, HEX))

SHAPES = {name: (text, text) for name, text in KEYS.items()} | NAMED


def in_json(text):
    return json.dumps({"error": {"message": text, "code": 401}}, ensure_ascii=False)


def in_escaped_json(text):
    return json.dumps({"raw": json.dumps({"error": {"message": text}}), "status": 401})


def in_headers(text):
    return f"POST /v1/messages HTTP/1.1\nHost: api.example.com\n{text}\n\nHTTP/1.1 401 Unauthorized"


def in_curl(text):
    return f"curl https://api.example.com/v1 -H \"{text}\" -d '{{}}' # 401"


def in_chinese(text):
    return f"请求失败，{text}，状态码 401，请检查。"


TEXTS = (str, in_json, in_escaped_json, in_headers, in_curl, in_chinese)

ORDINARY = (
    "request id: 2025010112000000abcdef",
    "req_011CSHoEeqs5C35K2UUqR7Fy",
    "(request id: 20250101120000123456789AbCdEfGh)",
    '"request_id":"0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"',
    "x-request-id: req_0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    "cf-ray: 8f1e2d3c4b5a6978-FRA",
    "gpt-4o-2024-08-06 takes 128000 tokens, you sent 140321 tokens",
    "claude-3-5-sonnet-20241022, anthropic/claude-sonnet-4.5, Qwen/Qwen3-235B-A22B-Instruct-2507",
    "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
    "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    "xai-grok-4-fast-reasoning, pplx-70b-online, hf_transformers_backend",
    '"max_tokens": 100000, "total_tokens": 123456, "first_token": 1735689600123',
    "prompt_tokens=8192 completion_tokens=20480 token: 12345678901234",
    "This model's maximum context length is 65536 tokens. However, you requested 79519 tokens",
    "connect ECONNREFUSED 127.0.0.1:11434",
    "connect ECONNREFUSED ::1:11434",
    "listening on 0.0.0.0:8080 and [::]:8080",
    "connect ETIMEDOUT 198.18.0.37:443",
    "dns server 8.8.8.8 did not answer",
    "http://localhost:1234/v1/models",
    "http://ollama:11434/api/chat",
    "http://host.docker.internal:11434/api/chat",
    "getaddrinfo ENOTFOUND api.openai.com",
    "https://api.openai.com/v1/chat/completions",
    "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions",
    "https://my-resource.openai.azure.com/openai/deployments/gpt-4o?api-version=2024-10-21",
    "https://example.com/home/dashboard and GET /users/12345/items",
    "https://api.example.com/v1/models?status=400&code=invalid_api_key&limit=100",
    "https://platform.openai.com/account/api-keys",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36",
    "CherryStudio/1.5.6 Chrome/126.0.6478.127 Electron/31.7.6 Node/20.18.0",
    "version v1.2.3.4, release 10.0.19045.3086",
    "at Object.<anonymous> (node:internal/modules/cjs/loader:1105:14)",
    "at async file:///app/node_modules/openai/core.mjs:302:19",
    "/app/node_modules/.pnpm/openai@4.77.0_zod@3.23.8/node_modules/openai/error.js:45:20",
    "/usr/lib/python3.11/site-packages/openai/_base_client.py, line 1059, in _request",
    "app-3f2a9b1c.js, index-DkL3x9aB.mjs, chunk 5a3f9c01",
    "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
    "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    "2025-01-01T12:00:00.123+08:00 ERROR 2024:12:10 12:34:56",
    "该令牌额度已用尽 TokenStatusExhausted[sk-ab***yz]",
    "Incorrect API key provided: sk-****abcd. You can find your API key in your settings.",
    "Your api key: ****2f1a is invalid, please contact support@example.com",
    "Cannot connect to host 172.17.0.1:11434 ssl:default",
    "mask-rcnn-resnet50-fpn-v2, disk-cache-abc1234, task_0f1e2d3c4b5a69788796",
    "OpenSSL version 3.0.13.1, 版本 3.0.13.1, cache-key=node-cache-Linux-x64-npm-0f1e2d3c",
    '"key sk-****abcd was refused\\nReferenceError4xx: AbortController2"',
    "the key begins with sk-sp- or sk-kimi-",
    "api_key: authentication_error, password: incorrect, token: invalid",
    "The api_key client option must be set, or the OPENAI_API_KEY environment variable",
    '"param": "api_key", "type": "invalid_request_error", "code": "invalid_api_key"',
    "Authorization header is missing, expected Bearer authentication",
    "Authorization: Please provide a valid credential",
    "Set a cookie: the browser refused it",
    "密钥无效，请检查密钥是否正确",
    "当前分组 default 下对于模型 gpt-4o 无可用渠道",
    "npm error 404 @anthropic-ai/sdk@0.30.1 is not in this registry",
    "git@github.com: Permission denied",
    "资源 image@2x.png 不存在",
    "RateLimitError: 429 TPM: Limit 30000, Used 29500, Requested 1200. Try again in 1.4s",
    "call_Zx81kPq0Wm3Lr7Tn5Vb2QwEr and toolu_01Zx81kPq0Wm3Lr7Tn5Vb2Qw, fc_68a1b2c3d4e5f60718293a4b",
    "chatcmpl-Zx81kPq0Wm3Lr7Tn5Vb2QwErTyUiO, resp_68a1b2c3d4e5f60718293a4b5c6d7e8f9a0b",
    "epoch 1735689600, in ms 1735689600123, size 13743895347 bytes",
    "java.net.SocketTimeoutException at okhttp3.internal.http2.Http2Stream$StreamTimeout",
    "at System.Private.CoreLib.dll!Run, at jdk.internal.net.http.HttpClientImpl, read .env.local",
    "C:\\Program Files\\Cherry Studio\\resources\\app.asar\\out\\main\\index.js",
    "messages.0.content.1.image_url: invalid_type, expected string, received undefined",
    "--------------------------------------------------------------------------------"
    "--------------------------------------------------",
)
