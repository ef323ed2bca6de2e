"""Addresses of the pages."""

from django.urls import path

from diagnostics.web import (
    cases,
    codes,
    flow,
    glossary,
    guides,
    overview,
    preview,
    providers,
    search,
    send,
    twins,
)

app_name = "web"

urlpatterns = [
    path("", flow.home, name="home"),
    path("diagnose/", flow.diagnosis, name="diagnose"),
    path("diagnose.txt", flow.ticket_as_text, name="diagnose-text"),
    path("diagnose.md", flow.ticket_as_markdown, name="diagnose-markdown"),
    path("send/", send.send, name="send"),
    path("tell/", send.tell, name="tell"),
    path("sent/", send.sent, name="sent"),
    path("d", flow.deep_link, name="deep-link"),
    path("preview/leave/", preview.leave_preview, name="leave-preview"),
    path("preview/<str:secret>/", preview.open_preview, name="preview"),
    path("search/", search.search, name="search"),
    path("map/", overview.overview, name="map"),
    path("codes/", codes.code_list, name="codes"),
    path("codes/<str:slug>/", codes.code, name="code"),
    path("cases/", cases.case_list, name="cases"),
    path("cases/<str:slug>/", cases.case, name="case"),
    path("providers/", providers.provider_list, name="providers"),
    path("providers/<str:slug>/", providers.provider, name="provider"),
    path("guides/", guides.guide_list, name="guides"),
    path("guides/<str:slug>/", guides.guide, name="guide"),
    path("glossary/", glossary.term_list, name="glossary"),
    path("glossary/<str:slug>/", glossary.term, name="term"),
    *(
        path(f"{kind}/<str:slug>.{end}", view, {"kind": kind}, name=f"{name}-{form}")
        for kind, name in twins.KINDS.items()
        for end, form, view in (
            ("md", "markdown", twins.as_markdown),
            ("json", "json", twins.as_json),
        )
    ),
    path("c/<str:slug>/", cases.short_link),
    path("c/<str:slug>", cases.short_link, name="short-link"),
]
