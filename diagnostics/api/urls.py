"""Addresses of the API."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from diagnostics.api.endpoints import api
from diagnostics.api.problems import no_such_entry, telling_methods

endpoints = api.urls
for endpoint in endpoints[0]:
    endpoint.callback = telling_methods(endpoint.callback)

urlpatterns = [
    path("api/v1/", endpoints),
    path("api/v1/<path:rest>", csrf_exempt(no_such_entry)),
]
