"""What workers do for a handover: the four-nature test, and the package."""

import shutil
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from records.audit.actions import note
from records.holdings.actions import hold
from records.jobs.rules import Progress
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import gettext_lazy, ngettext_lazy
from records.workflow.actions import advance
from records.workflow.acts import works
from transfers.handover.actions.decide import no_longer_due
from transfers.handover.models.checks import HandoverCheck
from transfers.handover.models.handovers import Handover
from transfers.handover.natures.findings import Finding
from transfers.handover.natures.rules import BY_PACKAGE, Result
from transfers.handover.natures.run import examine
from transfers.handover.papers.deeds import papers_of
from transfers.handover.papers.order import items_of, order_of
from transfers.packages.builder import Built, build
from transfers.packages.models import Package
from transfers.packages.rules import Order
from transfers.packages.workplace import Workplace

WITH_NAMES = (
    "fonds__department",
    "fonds__archive",
    "proposed_by",
    "approved_by",
    "receipt",
    "package",
)


@works(Handover, "check", already=gettext_lazy("This was tested already."), related=WITH_NAMES)
def check(handover: Handover, *, by: User, at: datetime, progress: Progress) -> str:
    """Make the test and keep what it found; a handover that passes moves on.

    The selection cannot change meanwhile: it is closed as long as the job is open.
    """
    if why := no_longer_due(handover, by):
        raise Refused(why)
    found = examine(handover, on=timezone.localdate(at), tell=progress)
    failed = [finding for finding in found if finding.result == Result.FAILED]
    with transaction.atomic():
        _keep(handover, found, at)
        if not failed:
            hold(handover.items.pending().records(), handover, by=by, at=at)
            advance(handover, "check", by=by, at=at, records=handover.items.count())
        else:  # the holds end with the job
            note("test", handover, by=by, at=at, after={"failed": [one.item for one in failed]})
    if failed:
        return ngettext_lazy(
            "%(count)d test is not passed; the finding is on the page.",
            "%(count)d tests are not passed; the findings are on the page.",
        ) % {"count": len(failed)}
    return _("All that can be computed is passed. The other items await a person.")


def _keep(handover: Handover, found: list[Finding], at: datetime) -> None:
    handover.checks.all().delete()
    HandoverCheck.objects.bulk_create(
        HandoverCheck(
            handover=handover,
            item=finding.item,
            result=finding.result,
            said=finding.said,
            figures=finding.figures,
            examples=list(finding.examples),
        )
        for finding in found
    )
    Handover.objects.filter(pk=handover.pk).update(checked_at=at)


def _build(
    handover: Handover, order: Order, *, parent: Path, at: datetime, tell: Progress
) -> Built:
    """Build the package of an approved handover under `parent`, whatever its stage says next."""
    return build(
        order,
        items_of(handover),
        partial(papers_of, handover, order),
        parent=parent,
        on=timezone.localdate(at),
        tell=tell,
    )


@works(Handover, "package", already=gettext_lazy("The package stands already."), related=WITH_NAMES)
def package(handover: Handover, *, by: User, at: datetime, progress: Progress) -> str:
    """Build the package and register it; run again after a kill, it goes on and doubles nothing."""
    if why := no_longer_due(handover, by):
        raise Refused(why)
    order = order_of(handover)
    built = _build(handover, order, parent=settings.PACKAGE_DIR, at=at, tell=progress)
    with transaction.atomic():
        made = Package.objects.create(
            name=order.name,
            path=str(built.path),
            records=order.total,
            paper_only=built.contents.paper_only,
            files=built.files,
            bytes=built.size,
            content_bytes=built.contents.size,
            sha256=built.root.sha256,
            sm3=built.root.sm3,
            built_at=at,
        )
        Handover.objects.filter(pk=handover.pk).update(package=made)
        handover.checks.filter(item__in=BY_PACKAGE).update(result=Result.PASSED)
        advance(handover, "package", by=by, at=at, package=made.name, sha256=made.sha256)
    Workplace(settings.PACKAGE_DIR, order.name).close()
    return ngettext_lazy(
        "%(records)d record, %(files)d files in the package %(name)s.",
        "%(records)d records, %(files)d files in the package %(name)s.",
        "records",
    ) % {
        "records": order.total,
        "files": built.files,
        "name": order.name,
    }


def export(handover: Handover, *, parent: Path, at: datetime, tell: Progress) -> Built:
    """Build the same package elsewhere, for who cannot download it; the trail tells of it.

    Nothing that stands there is touched. What was packaged already must come out again.
    """
    order = order_of(handover)
    work = Workplace(parent, order.name)
    if parent.resolve() == settings.PACKAGE_DIR.resolve():
        raise Refused(_("%(place)s is the centre's own store of packages.") % {"place": parent})
    if work.final.exists() and not work.journal.exists():
        raise Refused(
            _("“%(path)s” stands already. Remove it or choose another directory.")
            % {"path": work.final}
        )
    built = _build(handover, order, parent=parent, at=at, tell=tell)
    work.close()
    package = handover.package
    if package and package.sha256 != built.root.sha256:
        shutil.rmtree(built.path)
        raise Refused(
            _("The records have changed since %(package)s was built. Use the package that stands.")
            % {"package": package.name}
        )
    told = {"directory": str(built.path), "sha256": built.root.sha256}
    note("export package", handover, by=None, at=at, after=told)
    return built
