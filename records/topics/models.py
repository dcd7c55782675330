"""A topic (专题): some records in an order, under a title and with an introduction."""

from typing import Self

from django.db import models
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from records.holdings.models import Record
from records.organisation.models import Department, User
from records.organisation.rules import Role
from records.sentences import gettext_lazy as _
from records.topics.rules import INTRODUCTION, SELECTS, TITLE


class TopicQuerySet(models.QuerySet["Topic"]):
    def editable_by(self, user: User) -> Self:
        """Archivists change all, a filing officer those of the own department."""
        if user.role not in SELECTS:
            return self.none()
        if user.role == Role.ARCHIVIST:
            return self
        return self.filter(department__in=Department.objects.inherited_by(user))

    def visible_to(self, user: User) -> Self:
        """A topic is as widely shared as its records: who sees none of them sees no topic.

        Whoever may change it sees it also while it is empty; the centre sees all.
        """
        if user.sees_all_records:
            return self
        seen = TopicItem.objects.visible_to(user).filter(topic=OuterRef("pk")).order_by()
        own = Topic.objects.editable_by(user).order_by().values("pk")
        return self.filter(Exists(seen) | Q(pk__in=own))

    def counted(self, user: User) -> Self:
        """With the number of records (`size`) that the user sees: of the others nothing tells."""
        seen = TopicItem.objects.visible_to(user).filter(topic=OuterRef("pk")).order_by()
        size = seen.values("topic").annotate(size=Count("pk")).values("size")
        return self.annotate(size=Coalesce(Subquery(size), 0, output_field=IntegerField()))


class Topic(models.Model):
    """A named, ordered selection of records with an introduction.

    Of the centre, or of the department whose filing officer made it. It gives nobody a right:
    each reader finds of it what `Record.objects.visible_to` lets them see.
    """

    TOLD_WITH_THE_ROW = ("title", "introduction")
    size: int  # where it was counted

    title = models.CharField(_("title"), max_length=TITLE)
    introduction = models.TextField(_("introduction"), max_length=INTRODUCTION, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("department")
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"))

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(name="topic_has_title", condition=~Q(title=""))]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("records:topic", args=[self.pk])


class TopicItemQuerySet(models.QuerySet["TopicItem"]):
    def visible_to(self, user: User) -> Self:
        """Those whose record the user may see."""
        return self.filter(record__in=Record.objects.visible_to(user))


class TopicItem(models.Model):
    """One record in a topic. The positions have gaps where a record was taken out."""

    topic = models.ForeignKey(
        Topic, models.CASCADE, related_name="items", verbose_name=_("topic"), db_index=False
    )
    record = models.ForeignKey(
        Record, models.PROTECT, related_name="topic_items", verbose_name=_("record")
    )
    position = models.PositiveIntegerField(_("position"))

    objects = TopicItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of a topic")
        verbose_name_plural = _("records of topics")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "record"], name="record_once_per_topic"),
            models.UniqueConstraint(
                fields=["topic", "position"],
                name="topic_position_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.position}"
