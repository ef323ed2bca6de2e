"""The log takes rows that are no entries of the catalogue."""

from diagnostics.catalogue.history import record_row
from diagnostics.catalogue.models import Change


def test_what_happens_to_a_row_is_in_the_log_with_its_author(admin_user):
    fields = [("active", "yes", "no"), ("e-mail", None, "ada@example.org")]
    record_row(admin_user, Change.Action.CHANGED, "users", "ada", fields)
    change = Change.objects.get()
    assert (change.author, change.action, str(change)) == (
        admin_user,
        "changed",
        "users/ada: changed",
    )
    assert change.fields == [["active", "yes", "no"], ["e-mail", None, "ada@example.org"]]
