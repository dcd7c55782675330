"""A whole workflow of three moves: all that the kernel leaves to write."""

from celery import shared_task
from django.db import models
from django.shortcuts import get_object_or_404  # noqa: TID251
from django.urls import path

from archive_center.urls import urlpatterns as house
from records.jobs import actions as jobs
from records.organisation.models import User
from records.organisation.rules import Role
from records.workflow import acts, views
from records.workflow.actions import advance
from records.workflow.forms import ReasonForm
from records.workflow.models import Step, Worked
from records.workflow.pages import Pages, Stop
from records.workflow.rules import Move, Workflow
from records.workflow.stages import HasItsStep, bound_stage, bound_steps
from tests import make

FLOW = Workflow(
    Move("write", "Write", (), "written", (Role.ARCHIVIST,)),
    Move("sign", "Sign", ("written",), "signed", (Role.ARCHIVIST, Role.SUPERVISOR), binding=True),
    Move("return", "Send back", ("signed",), "written", (Role.SUPERVISOR,)),
    Move("bind", "Bind", ("signed",), "bound", (Role.ARCHIVIST,)),
)


class Letter(Worked):
    FLOW = FLOW
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        triggers = [*bound_stage(FLOW), HasItsStep()]

    def get_absolute_url(self):
        return f"/letters/{self.pk}/"


class LetterStep(Step):
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="steps")

    class Meta:
        triggers = bound_steps(FLOW)
        constraints = [models.CheckConstraint(name="letter_step", condition=FLOW.legal_step())]


def written_by_oneself(letter, by):
    return "You wrote it: another person signs." if letter.written_by == by else ""


acts.plainly(FLOW, "sign", unless=[written_by_oneself])
acts.plainly(FLOW, "return")
acts.asks(FLOW, "bind", task="letters.bind", title="Binding of %(row)s")(lambda letter, **_: None)


@acts.works(Letter, "bind", already="It is bound already.")
def binding(letter, *, by, progress):
    advance(letter, "bind", by=by, at=make.NOW)
    return "It is bound."


STOPS = (Stop("Sign", "sign", ("written",)), Stop("Bind", "bind", ("signed",)))
PAGES = Pages("desk", "Letters", STOPS, forms={"return": ReasonForm})


@shared_task(name="letters.bind")
def bind(job):
    jobs.work(job, binding)


def find(request, pk):
    return get_object_or_404(Letter, pk=pk)


def detail(request, pk):
    return views.show(request, find(request, pk), PAGES, "workflow/row.html", {})


own = [
    path("letters/<int:pk>/", detail),
    path("letters/<int:pk>/act/<str:name>/", views.moves(find, PAGES)),
]
urlpatterns = [*house, *own]
