"""The forms of the public pages: the box, and a report to the maintainers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diagnostics.insights.models import LONGEST, Report
from diagnostics.intake import MAX_CHARACTERS, redact


class AnyText(forms.CharField):
    """Text as it comes: binary and odd line ends are made readable instead of refused."""

    def to_python(self, value: Any) -> str:
        """Normalise line ends, and replace NUL, which forms refuse and readers do not need."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\x00", "\N{REPLACEMENT CHARACTER}")


class PasteForm(forms.Form):
    """The box that takes a code, words, or a pasted log."""

    text = AnyText(
        strip=False,
        max_length=MAX_CHARACTERS,
        error_messages={
            "required": _("The box is empty. Paste the error, a code, or a few words."),
            "max_length": _(
                "That is too long for one look: at most %(limit_value)s characters. "
                "Paste the end of the log, from the error on."
            ),
        },
    )

    def clean_text(self) -> str:
        """Only white space is as empty as nothing."""
        text = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(self.fields["text"].error_messages["required"], "required")
        return text

    @classmethod
    def too_long(cls) -> "PasteForm":
        """The form for a body that was too large to be taken in at all."""
        form = cls({"text": ""})
        form.errors.clear()
        field = form.fields["text"]
        message = field.error_messages["max_length"] % {"limit_value": f"{MAX_CHARACTERS:,}"}
        form.add_error("text", forms.ValidationError(message, "max_length"))
        return form

    @property
    def status(self) -> int:
        """The HTTP status of what is wrong with the form."""
        return 413 if self.has_error("text", "max_length") else 422


class TellForm(forms.Form):
    """What a person saw when the steps did not help, before it is shown as it would be sent."""

    text = AnyText(
        max_length=LONGEST,
        error_messages={
            "required": _("There is nothing in it to send."),
            "max_length": _("A report can have at most %(limit_value)s characters."),
        },
    )

    @property
    def status(self) -> int:
        """The HTTP status of what is wrong with the form."""
        return 413 if self.has_error("text", "max_length") else 422


class SendForm(TellForm):
    """A text that a person sends to the maintainers."""

    reason = forms.CharField(required=False)

    def clean_text(self) -> str:
        """What is kept is redacted once more, which can make it longer."""
        text = self.cleaned_data["text"]
        if len(redact(text).text) > LONGEST:
            message = self.fields["text"].error_messages["max_length"]
            raise forms.ValidationError(message, "max_length", {"limit_value": LONGEST})
        return text

    def clean_reason(self) -> str:
        """Why it is sent; a text of unknown reason was not recognised."""
        reason = self.cleaned_data["reason"]
        return reason if reason in Report.Reason else Report.Reason.NOT_RECOGNISED.value
