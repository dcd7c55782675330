from typing import Self

from django.db import models

from records.organisation.models import User
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, NeverEmptied


class PackageQuerySet(models.QuerySet["Package"]):
    def visible_to(self, user: User) -> Self:
        """Packages are made and handed out at the centre."""
        return self if user.sees_all_records else self.none()


class Package(models.Model):
    """A transfer package that was built whole: where it lies and what its digests are.

    `content_bytes` is what lies in the directories of the records, the figure (移交数据量)
    that is printed and that the receiver counts; `bytes` has the papers too.
    `sha256` and `sm3` are the root digests: over the lines of `manifest-sha256.txt`
    other than those of `data/其他/`, in the order of the file. The papers in 其他 carry
    the root digest themselves and are covered by the manifest like every file.

    It is deleted only when its handover was sent back or called off before delivery; until
    then the handover's key keeps it.
    """

    name = models.CharField(_("name of the package"), max_length=120)
    path = models.CharField(_("directory"), max_length=400)
    records = models.PositiveIntegerField(_("records"))
    paper_only = models.PositiveIntegerField(_("on paper only"))
    files = models.PositiveIntegerField(_("files"))
    bytes = models.PositiveBigIntegerField(_("bytes"))
    content_bytes = models.PositiveBigIntegerField(_("bytes of the records"))
    sha256 = models.CharField("SHA-256", max_length=64)
    sm3 = models.CharField("SM3", max_length=64)
    built_at = models.DateTimeField(_("built at"))

    objects = PackageQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer package")
        verbose_name_plural = _("transfer packages")
        triggers = [
            Fixed(
                "package_is_fixed",
                *("name", "path", "records", "paper_only", "files", "bytes", "content_bytes"),
                *("sha256", "sm3", "built_at"),
            ),
            NeverEmptied(),
        ]

    def __str__(self) -> str:
        return self.name
