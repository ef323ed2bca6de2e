"""No secret survives, and ordinary error text is not damaged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.intake import redact

SECRETS = {
    "openai": "sk-proj-Zx81kPq0Wm3Lr7Tn5Vb2",
    "openai old": "sk-Zx81kPq0Wm3Lr7Tn5Vb2QQaa",
    "anthropic": "sk-ant-api03-Zx81kPq0Wm3Lr7Tn5Vb2",
    "openrouter": "sk-or-v1-0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    "dashscope plan": "sk-sp-Zx81kPq0Wm3Lr7Tn5Vb2",
    "gemini": "AIzaSyZx81kPq0Wm3Lr7Tn5Vb2QwErTy",
    "google token": "ya29.Zx81kPq0Wm3Lr7Tn5Vb2QwErTy",
    "groq": "gsk_Zx81kPq0Wm3Lr7Tn5Vb2QwErTy",
    "xai": "xai-Zx81kPq0Wm3Lr7Tn5Vb2QwErTy",
    "zhipu": "0f1e2d3c4b5a69788796a5b4c3d2e1f0.Zx81kPq0Wm3Lr7Tn",
    "hugging face": "hf_Zx81kPq0Wm3Lr7Tn5Vb2QwErTy",
    "tavily": "tvly-Zx81kPq0Wm3Lr7Tn5Vb2",
    "github": "ghp_Zx81kPq0Wm3Lr7Tn5Vb2QwErTy",
    "github fine": "github_pat_Zx81kPq0Wm3Lr7Tn5Vb2",
    "aws": "AKIAZX81KPQ0WM3LR7TN",
    "jwt": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.c2lnbmF0dXJl",
    "e-mail": "jane.roe@firm.example.com",
    "private ip": "192.168.17.4",
    "private host": "gpu1.office.lan",
}
SHAPES = (
    "{}",
    '{{"error": {{"message": "refused for {}"}}}}',
    '{{\\"error\\": \\"refused for {}\\"}}',
    "Authorization: Bearer {}\nHTTP/1.1 401 Unauthorized",
    "密钥 {} 无效",
)
NAMED = (
    "api_key=Qq7Ww8Ee9Rr0Tt1Yy2",
    '"x-api-key": "Qq7Ww8Ee9Rr0Tt1Yy2"',
    "'client_secret': 'Qq7Ww8Ee9Rr0Tt1Yy2'",
    "Cookie: session=Qq7Ww8Ee9Rr0Tt1Yy2",
    "https://api.example.com/v1?key=Qq7Ww8Ee9Rr0Tt1Yy2&alt=sse",
    "https://user:Qq7Ww8Ee9Rr0Tt1Yy2@proxy.example.com",
    "aws_secret_access_key = Qq7Ww8Ee9Rr0Tt1Yy2",
    "data:image/png;base64,Qq7Ww8Ee9Rr0Tt1Yy2",
    "C:\\Users\\Qq7Ww8Ee9Rr0Tt1Yy2\\AppData\\Roaming",
    "/Users/Qq7Ww8Ee9Rr0Tt1Yy2/Library",
    "/home/Qq7Ww8Ee9Rr0Tt1Yy2/.config",
    "-----BEGIN PRIVATE KEY-----\nQq7Ww8Ee9Rr0Tt1Yy2\n-----END PRIVATE KEY-----",
)
HARMLESS = (
    "request id: 2025010112000000abcdef",
    "req_011CSHoEeqs5C35K2UUqR7Fy",
    "gpt-4o-2024-08-06 takes 128000 tokens, you sent 140321 tokens",
    '"max_tokens": 100000, "total_tokens": 123456',
    "connect ECONNREFUSED 127.0.0.1:11434",
    "https://api.openai.com/v1/chat/completions",
    "http://host.docker.internal:11434/api/chat",
    "该令牌额度已用尽",
)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS.keys())
def test_no_secret_survives(secret, shape):
    assert secret not in redact(shape.format(secret)).text


@pytest.mark.parametrize("text", NAMED)
def test_what_is_named_a_secret_is_removed(text):
    assert "Qq7Ww8Ee9Rr0Tt1Yy2" not in redact(text).text


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_text_is_not_damaged(text):
    assert redact(text).text == text


def test_it_counts_what_was_removed():
    assert redact("a@b.example and c@d.example").removed == {"e-mail": 2}


@given(st.text(max_size=400))
def test_redacting_twice_changes_nothing_more(text):
    once = redact(text).text
    assert redact(once).text == once
