"""What the vocabulary of the catalogue is called on the pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VERDICTS = {
    "recognised": _("This is it"),
    "likely": _("Most likely"),
    "unclear": _("Possible"),
}

# Who has to act, as the answer to "Who acts?".
DOERS = {
    "you": _("you"),
    "client": _("the makers of the client program"),
    "network": _("whoever runs your network"),
    "relay": _("the operator of the relay"),
    "provider": _("the provider"),
    "account-owner": _("the owner of the account"),
}

# Whether sending the same again can work, as the answer to "Send again?".
RETRIES = {
    "never": _("no, it would fail again"),
    "after-change": _("after a change"),
    "after-waiting": _("after waiting"),
    "now": _("yes, right away"),
}

# Short names of the questions, for chips and lists; the titles are whole sentences.
QUESTIONS = {
    "status": _("Status"),
    "provider": _("Provider"),
    "model-type": _("Kind of model"),
    "context-size": _("Conversation"),
    "attachments": _("Attachments"),
    "parameters": _("Parameters"),
    "tools": _("Tools"),
    "streaming": _("Streaming"),
    "onset": _("Since when"),
    "other-models": _("Other models"),
    "clean-assistant": _("New conversation"),
    "network": _("Network"),
    "message": _("Message"),
}

QUANTITIES = {
    "limit": _("Limit"),
    "requested": pgettext_lazy("a number of tokens", "Sent"),
    "retry_after": _("Wait"),
    "size": _("Size"),
}

GROUPS = {
    "size": _("Too much at once"),
    "content": _("Something in the request is refused"),
    "address": _("Model, endpoint or address"),
    "identity": _("Key, account and permission"),
    "money": _("Money and limits"),
    "provider": _("The provider's side"),
    "network": _("The way there"),
    "answer": _("An answer came, but a bad one"),
    "around": _("Around the model"),
}

# What a page is, beside a search result.
KINDS = {
    "cases": _("Cause"),
    "codes": _("Status code"),
    "providers": _("Provider"),
    "guides": _("Guide"),
    "terms": _("Term"),
}

LINKS = {
    "docs": _("documentation"),
    "errors": _("list of errors"),
    "limits": _("limits"),
    "status": _("status page"),
    "console": _("console"),
    "keys": _("API keys"),
    "billing": _("billing"),
}


def question_name(slug: str, title: str) -> str:
    """The short name of a question; its title where editors have added it."""
    return str(QUESTIONS.get(slug, title))
