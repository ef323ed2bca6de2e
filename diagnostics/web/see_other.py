"""The answer to a form that was sent."""

from django.http import HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """Look there, by GET."""

    status_code = 303
