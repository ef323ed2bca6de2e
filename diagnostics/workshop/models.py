"""What the workshop keeps for itself."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

KEPT = timedelta(hours=1)


class Upload(models.Model):
    """A zip file between the look at what it would change and the import.

    It waits in the database, where every process finds it: what was looked at is what is imported,
    and 20 MB are sent once.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made = models.DateTimeField(auto_now_add=True)
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.author}, {self.made:%Y-%m-%d %H:%M}"

    @classmethod
    def keep(cls, author: object, data: bytes) -> "Upload":
        """Keep a file for its author in place of the one before; old ones of others go."""
        old = models.Q(author=author) | models.Q(made__lt=timezone.now() - KEPT)
        cls._default_manager.filter(old).delete()
        return cls._default_manager.create(author=author, data=data)

    @classmethod
    def find(cls, author: object, key: str) -> "Upload | None":
        """The author's own file, while it is kept."""
        rows = cls._default_manager.filter(author=author, made__gte=timezone.now() - KEPT)
        return rows.filter(pk=key).first() if key.isdecimal() else None
