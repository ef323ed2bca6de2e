"""The editors' workshop: the screens of Django admin, for the catalogue and what visitors tell."""
