"""Addresses: pages in both languages, the API, health, and the editors' admin."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from config import health, metrics

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("metrics", metrics.metrics),
    path("admin/", admin.site.urls),
    path("", include("diagnostics.api.urls")),
    *i18n_patterns(path("", include("diagnostics.web.urls")), prefix_default_language=False),
]
