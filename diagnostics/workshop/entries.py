"""The editors' screens: drafts of the catalogue, and its releases."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from diagnostics.catalogue import checks, models
from diagnostics.catalogue.files import ContentError
from diagnostics.catalogue.publishing import PublishingError, changes, publish, roll_back
from diagnostics.catalogue.transfer import export_content


class Rows(admin.TabularInline):
    """Rows that belong to an entry, in a compact table."""

    extra = 0
    show_change_link = False


class Texts(TranslationStackedInline):
    """Rows that belong to an entry, with texts in both languages."""

    extra = 0


def rows(child: type[Any], **options: Any) -> type[Rows]:
    """An inline of rows for a model."""
    return type(f"{child.__name__}Rows", (Rows,), {"model": child, **options})


def texts(child: type[Any], **options: Any) -> type[Texts]:
    """An inline of texts for a model."""
    return type(f"{child.__name__}Texts", (Texts,), {"model": child, **options})


class SlugAdmin(TranslationAdmin):
    """Entries with a permanent address: once it is there, the slug stays."""

    search_fields = ("slug",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Lock the slug of an entry that exists."""
        return ("slug",) if obj else ()


@admin.register(models.Case)
class CaseAdmin(SlugAdmin):
    """A case with all that belongs to it on one page."""

    list_display = ("slug", "title_en", "title_zh_hans", "group", "actor", "retry")
    list_filter = ("group", "actor", "retry", "prior")
    search_fields = ("slug", "title_en", "title_zh_hans", "message", "patterns__match")
    inlines = (
        texts(models.Step),
        texts(models.Experiment, show_change_link=True),
        rows(models.Evidence, autocomplete_fields=("option",)),
        rows(models.Pattern),
        rows(models.Example),
        texts(models.Note),
        texts(models.Related, fk_name="of"),
        rows(models.CaseSource),
    )


@admin.register(models.Experiment)
class ExperimentAdmin(TranslationAdmin):
    """An experiment with its outcomes; the page of its case leads here."""

    list_display = ("of", "text_en", "text_zh_hans")
    search_fields = ("of__slug", "text_en", "text_zh_hans")
    inlines = (texts(models.Outcome),)


@admin.register(models.Option)
class OptionAdmin(TranslationAdmin):
    """Answers, for the search field of evidence."""

    list_select_related = ("question",)
    list_display = ("question", "value", "label_en", "label_zh_hans", "weight")
    list_filter = ("question",)
    search_fields = ("question__slug", "value", "label_en", "label_zh_hans")


@admin.register(models.Question)
class QuestionAdmin(SlugAdmin):
    """A question with its answers."""

    list_display = ("slug", "title_en", "title_zh_hans", "effort")
    inlines = (texts(models.Option),)


@admin.register(models.StatusCode)
class StatusCodeAdmin(SlugAdmin):
    """A status code with its causes."""

    list_display = ("slug", "name", "title_en", "title_zh_hans", "retry")
    list_filter = ("retry",)
    inlines = (texts(models.TellTale), texts(models.ProviderStatus), rows(models.StatusSource))


@admin.register(models.Provider)
class ProviderAdmin(SlugAdmin):
    """A provider with its error table."""

    list_display = ("slug", "name_en", "name_zh_hans")
    inlines = (
        texts(models.BodyNote),
        texts(models.ProviderCode),
        rows(models.Link),
        rows(models.ProviderSource),
    )


@admin.register(models.Guide)
class GuideAdmin(SlugAdmin):
    """A guide with its parts."""

    list_display = ("slug", "title_en", "title_zh_hans")
    inlines = (texts(models.GuidePart), rows(models.GuideSource))


@admin.register(models.Term)
class TermAdmin(SlugAdmin):
    """A word of the glossary."""

    list_display = ("slug", "title_en", "title_zh_hans")
    search_fields = ("slug", "title_en", "title_zh_hans", "words_en", "words_zh_hans")
    inlines = (rows(models.TermSource),)


@admin.register(models.Phrase)
class PhraseAdmin(admin.ModelAdmin):
    """Notions for patterns."""

    search_fields = ("slug", "alternatives")


@admin.register(models.Remark)
class RemarkAdmin(SlugAdmin):
    """Texts from which nothing can be told."""

    search_fields = ("slug", "texts_en", "texts_zh_hans")


@admin.register(models.Keyword)
class KeywordAdmin(admin.ModelAdmin):
    """Words that lead a search to a page."""

    search_fields = ("slug", "words", "pages")


@admin.register(models.Alias)
class AliasAdmin(admin.ModelAdmin):
    """Addresses that moved."""

    list_display = ("old", "new")


@admin.register(models.Release)
class ReleaseAdmin(admin.ModelAdmin):
    """Releases cannot be edited: they are published, or published again."""

    list_display = ("number", "created", "author", "note")
    readonly_fields = ("number", "created", "author", "note")
    change_list_template = "admin/catalogue/release/change_list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only publishing makes a release."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Releases stay, so that every one can be published again."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """The pages for publishing and for going back."""
        view = self.admin_site.admin_view
        return [
            path("publish/", view(self.publish_view), name="catalogue_publish"),
            path("<int:number>/roll-back/", view(self.roll_back_view), name="catalogue_roll_back"),
            *super().get_urls(),
        ]

    def publish_view(self, request: HttpRequest) -> HttpResponse:
        """Show what publishing would change, then do it."""
        if not self.has_change_permission(request):
            return HttpResponse(_("You may not publish."), status=403)
        context = {**self.admin_site.each_context(request), "title": _("Publish the drafts")}
        try:
            if request.method == "POST":
                note, reason = request.POST.get("note", ""), request.POST.get("overrule", "")
                release = publish(request.user, note=note, overrule=reason)
                messages.success(request, _("%(release)s is published.") % {"release": release})
                return HttpResponseRedirect(_releases())
            content = export_content()
            problems = checks.broken(content)
            if problems:
                raise PublishingError(problems)
            context["changes"] = changes(content)
        except (PublishingError, ContentError) as problem:
            context |= {"problems": str(problem).splitlines(), "posted": request.POST}
        status = 422 if request.method == "POST" else 200
        return render(request, "admin/catalogue/publish.html", context, status=status)

    def roll_back_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Publish an earlier release again."""
        if request.method != "POST" or not self.has_change_permission(request):
            return HttpResponse(_("You may not publish."), status=403)
        try:
            release = roll_back(number, request.user)
            messages.success(request, _("%(release)s is published.") % {"release": release})
        except (models.Release.DoesNotExist, PublishingError, ContentError) as problem:
            messages.error(request, str(problem))
        return HttpResponseRedirect(_releases())


def _releases() -> str:
    return reverse("admin:catalogue_release_changelist")
