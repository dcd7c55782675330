import re
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from records.catalogue.filters import read_again
from records.catalogue.pages import spoken
from records.holdings.models import Record
from records.pagination import Order, Place, turn
from records.topics import actions
from records.topics.forms import AddForm, PlaceForm, TopicForm
from records.topics.models import Topic, TopicItem
from records.topics.pages import adds
from records.topics.rules import MOST, SELECTS
from records.web import StaffRequest, act, attempt, go, page, role_required

SHOWN = 30
NEWEST = Order(Topic, "id", down=True)
RECORD = "record"  # in the address of the page that adds: one record instead of a list


def _one(request: StaffRequest, pk: int) -> Topic:
    topics = Topic.objects.visible_to(request.user).select_related("department")
    return get_object_or_404(topics, pk=pk)


def _own(request: StaffRequest, pk: int) -> Topic:
    own = Topic.objects.visible_to(request.user).editable_by(request.user)
    return get_object_or_404(own, pk=pk)


def listing(request: StaffRequest) -> HttpResponse:
    """The topics of which the person sees a record, the newest first."""
    topics = Topic.objects.visible_to(request.user).counted(request.user)
    turned = turn(topics.select_related("department"), NEWEST, Place.of(request.GET), size=SHOWN)
    context = {"page": turned, "makes": adds(request.user)}
    return page(request, "records/topics/list.html", context, "list")


def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """A topic: its introduction, and of its records those that the person may see."""
    topic = _one(request, pk)
    items = topic.items.visible_to(request.user).select_related("record__fonds")
    context = {
        "topic": topic,
        "items": items,
        "edits": Topic.objects.editable_by(request.user).filter(pk=pk).exists(),
    }
    return page(request, "records/topics/detail.html", context)


@role_required(*SELECTS)
def create(request: StaffRequest) -> HttpResponse:
    """A new topic; records come to it from the list and from their pages."""
    form = TopicForm(request.POST or None)
    if done := attempt(form, actions.make, by=request.user, at=timezone.now()):
        messages.success(request, _("The topic is made. Search for its records and add them."))
        return go(request, done.made)
    return page(request, "records/topics/edit.html", {"form": form}, "form")


def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what a topic says; from here it is put aside, too."""
    topic = _own(request, pk)
    told = {"title": topic.title, "introduction": topic.introduction}
    form = TopicForm(request.POST or None, initial=told)
    if attempt(form, actions.edit, topic, by=request.user, at=timezone.now()):
        messages.success(request, _("The topic is changed."))
        return go(request, topic)
    return page(request, "records/topics/edit.html", {"form": form, "topic": topic}, "form")


@role_required(*SELECTS)
def add(request: StaffRequest) -> HttpResponse:
    """Put a record, or all that a list holds, into a topic."""
    records, context = _chosen(request)
    form = AddForm(request.POST or None, user=request.user)
    put = partial(actions.collect, records)
    if done := attempt(form, put, by=request.user, at=timezone.now()):
        messages.success(request, _("They are in the topic."))
        return go(request, done.made)
    return page(request, "records/topics/add.html", context | {"form": form}, "form")


def _chosen(request: StaffRequest) -> tuple[Any, dict[str, Any]]:
    """The records that the address names, and what the page says of them."""
    asked: QueryDict = request.GET
    seen = Record.objects.visible_to(request.user)
    if RECORD in asked:
        key = str(asked[RECORD])
        record = get_object_or_404(seen, pk=key if re.fullmatch("[0-9]{1,18}", key) else 0)
        return seen.filter(pk=record.pk), {"record": record, "count": 1}
    query = read_again(asked.urlencode(), request.user)
    count = query.found[: MOST + 1].count()
    return query.found, {"count": count, "most": MOST, **spoken(query)}


@require_POST
def place(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a record of the topic at another place: by its buttons, or dragged there."""
    topic, form = _own(request, pk), PlaceForm(request.POST)
    where = topic.get_absolute_url()
    if form.is_valid():
        key, position = form.cleaned_data["place"]
        item = get_object_or_404(topic.items.visible_to(request.user), pk=key)
        act(request, partial(actions.place, position=position), item)
        where += f"#item-{item.pk}"
    return go(request, where)


@require_POST
def take_out(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a record out of its topic; the record itself stays as it is."""
    items = TopicItem.objects.visible_to(request.user)
    own = Topic.objects.visible_to(request.user).editable_by(request.user)
    item = get_object_or_404(items.filter(topic__in=own).select_related("topic", "record"), pk=pk)
    act(request, actions.take_out, item, done=_("The record is taken out of the topic."))
    return go(request, item.topic)


@require_POST
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a topic aside."""
    act(request, actions.discard, _own(request, pk), done=_("The topic is put aside."))
    return go(request, "records:topic-list")


def printed(request: StaffRequest, pk: int) -> HttpResponse:
    """What the person sees of the topic, on paper."""
    made = actions.print_topic(_one(request, pk), by=request.user, at=timezone.now())
    return HttpResponse(made, content_type="application/pdf")
