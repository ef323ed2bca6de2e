"""The editors' screens: drafts of the catalogue, and its releases."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from diagnostics.catalogue import models
from diagnostics.workshop import filters
from diagnostics.workshop.guarding import Guarded, Permanent
from diagnostics.workshop.inlines import Rows, Texts
from diagnostics.workshop.languages import Bilingual
from diagnostics.workshop.renaming import Renamable
from diagnostics.workshop.sections import Section, Sectioned


def rows(child: type[Any], **options: Any) -> type[Rows]:
    """An inline of rows for a model."""
    return type(f"{child.__name__}Rows", (Rows,), {"model": child, **options})


def texts(child: type[Any], **options: Any) -> type[Texts]:
    """An inline of texts for a model."""
    return type(f"{child.__name__}Texts", (Texts,), {"model": child, **options})


ADDRESS = Section(
    _("Address and order"),
    _("The slug is the last part of the address. It stays as soon as visitors may know it."),
    fields=("slug", "position"),
)


class EntryAdmin(Bilingual, Sectioned, Permanent, TranslationAdmin):
    """An entry with a slug and texts in both languages."""

    search_fields = ("slug", "title_en", "title_zh_hans")
    list_display = ("slug", "title_en", "title_zh_hans")


class PageAdmin(Bilingual, Sectioned, Permanent, TranslationAdmin):
    """An entry that has a page of its own, with sources that must be checked from time to time."""

    search_fields = ("slug", "title_en", "title_zh_hans")
    list_display = ("titles", "verified")
    list_filter = (
        *(filters.Unverified, filters.Unpublished),
        *(filters.Untranslated, filters.Outdated),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The entries with the day on which the oldest source was checked."""
        return filters.with_verified(super().get_queryset(request))

    @admin.display(description=_("verified"), ordering="verified")
    def verified(self, row: Any) -> str:
        """The day on which the oldest source was checked."""
        return row.verified or "–"

    @admin.display(description=_("title"), ordering="title_en")
    def titles(self, row: Any) -> SafeString:
        """The title in both languages, and the slug."""
        page = '{}<br><span lang="zh-Hans">{}</span><br><code>{}</code>'
        return format_html(page, row.title_en, row.title_zh_hans or "", row.slug)


@admin.register(models.Question)
class QuestionAdmin(EntryAdmin):
    """A question with its answers."""

    list_display = ("slug", "title_en", "title_zh_hans", "effort")
    list_filter = (filters.Unpublished, filters.Untranslated, filters.Outdated)
    inlines = (texts(models.Option),)

    def touched(self, row: models.Question) -> list[Any]:
        """An answer that is deleted takes along what it says of cases."""
        cases = models.Case.objects.filter(evidence__option__question=row).distinct()
        return [row, *cases, *models.StatusCode.objects.filter(decides=row)]


@admin.register(models.StatusCode)
class StatusCodeAdmin(PageAdmin):
    """A status code with its causes."""

    list_display = ("titles", "retry", "verified")
    list_filter = ("retry", *PageAdmin.list_filter)
    search_fields = ("slug", "name", "title_en", "title_zh_hans")
    autocomplete_fields = ("decides",)
    inlines = (texts(models.TellTale), texts(models.ProviderStatus), rows(models.StatusSource))
    sections = (
        Section(
            _("What it means"),
            _("What the status says, who sends it, and what it usually means from a model API."),
            fields=("name", "title", "meaning", "usually", "speaker"),
        ),
        Section(
            _("Whether to send it again"),
            _("What the page says about trying again, and which question decides most."),
            fields=("retry", "retry_note", "decides"),
        ),
        Section(
            _("Causes"),
            _("What in the message points to which case, the most frequent first."),
            inlines=(models.TellTale,),
        ),
        Section(
            _("At providers"),
            _("What is peculiar to this status at one provider."),
            inlines=(models.ProviderStatus,),
            folded=True,
        ),
        Section(
            _("Sources"),
            _("Where this was read, and the day on which it was last checked."),
            inlines=(models.StatusSource,),
        ),
        ADDRESS,
    )


@admin.register(models.Provider)
class ProviderAdmin(PageAdmin):
    """A provider with its error table."""

    list_display = ("slug", "name_en", "name_zh_hans", "verified", "codes_verified")
    list_filter = (filters.UnverifiedCodes, *PageAdmin.list_filter)
    search_fields = ("slug", "name_en", "name_zh_hans", "hosts", "codes__code")
    inlines = (
        rows(
            models.ProviderCode,
            fields=(
                *("position", "code", "status", "meaning_en", "meaning_zh_hans"),
                *("case", "grade", "verified"),
            ),
            classes=("part", "compact"),
        ),
        texts(models.BodyNote),
        rows(models.Link),
        rows(models.ProviderSource),
    )
    sections = (
        Section(
            _("Who it is"),
            _("The name, and by what it is recognised in a text."),
            fields=("name", "summary", "hosts", "names", "base_urls"),
        ),
        Section(
            _("Its errors"),
            _("What is peculiar to them, with an example of a body and what its parts mean."),
            fields=("speaks", "body"),
            inlines=(models.BodyNote,),
        ),
        Section(
            _("Error codes"),
            _("One line a code. To find one, use the search of the browser (Ctrl+F)."),
            inlines=(models.ProviderCode,),
        ),
        Section(
            _("Keys and pages"),
            _("What its keys look like, and the pages that people need."),
            fields=("keys",),
            inlines=(models.Link,),
        ),
        Section(
            _("Sources"),
            _("Where this was read, and the day on which it was last checked."),
            inlines=(models.ProviderSource,),
        ),
        ADDRESS,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The providers with the day on which the oldest code was checked."""
        return filters.with_verified(super().get_queryset(request), "codes", "codes_verified")

    @admin.display(description=_("codes verified"), ordering="codes_verified")
    def codes_verified(self, row: Any) -> str:
        """The day on which the oldest code was checked."""
        return row.codes_verified or "–"


@admin.register(models.Guide)
class GuideAdmin(Renamable, PageAdmin):
    """A guide with its parts."""

    inlines = (texts(models.GuidePart), rows(models.GuideSource))
    sections = (
        Section(
            _("What it is for"),
            _("The title, one sentence, and the causes that it helps with."),
            fields=("title", "summary", "cases"),
        ),
        Section(
            _("Parts"),
            _("The sections of the page, each with an anchor that links can lead to."),
            inlines=(models.GuidePart,),
        ),
        Section(
            _("Sources"),
            _("Where this was read, and the day on which it was last checked."),
            inlines=(models.GuideSource,),
        ),
        ADDRESS,
    )


@admin.register(models.Term)
class TermAdmin(Renamable, PageAdmin):
    """A word of the glossary."""

    search_fields = ("slug", "title_en", "title_zh_hans", "words_en", "words_zh_hans")
    inlines = (rows(models.TermSource),)
    sections = (
        Section(
            _("What it means"),
            _("One sentence for those in a hurry, then the explanation."),
            fields=("title", "summary", "text"),
        ),
        Section(
            _("Where it becomes a link"),
            _("The words that stand for it in running text, and the pages where they do not."),
            fields=("words", "not_on"),
        ),
        Section(
            _("Sources"),
            _("Where this was read, and the day on which it was last checked."),
            inlines=(models.TermSource,),
        ),
        ADDRESS,
    )


@admin.register(models.Remark)
class RemarkAdmin(EntryAdmin):
    """Texts from which nothing can be told."""

    list_display = ("slug", "texts_en", "texts_zh_hans")
    search_fields = ("slug", "texts_en", "texts_zh_hans")


@admin.register(models.Phrase)
class PhraseAdmin(Permanent):
    """Notions for patterns."""

    list_display = search_fields = ("slug", "alternatives")


@admin.register(models.Keyword)
class KeywordAdmin(Permanent):
    """Words that lead a search to a page."""

    list_display = search_fields = ("slug", "words", "pages")


@admin.register(models.Alias)
class AliasAdmin(Guarded):
    """Addresses that moved."""

    list_display = search_fields = ("old", "new")
