"""Addresses of the API."""

from django.urls import path

from diagnostics.api.endpoints import api

urlpatterns = [path("api/v1/", api.urls)]
