"""Twenty batches taken in at once by parallel processes: no gap, no double, no deadlock."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from archive_center.local.provision import PROJECT
from filing.batches.models import FilingBatch
from filing.batches.rules import Stage
from records.holdings.actions import accept
from records.holdings.models import Record
from records.holdings.rules import Stage as RecordStage
from tests import filing_make, make
from tests.database import application
from tests.working import SETTINGS

BATCHES, PROCESSES, FILES = 20, 4, 6
WITHIN_S = 120


@pytest.mark.django_db(transaction=True)
def test_twenty_batches_are_taken_in_at_once_without_a_gap_or_a_double():
    looker, archivist = make.archivist(), make.archivist()
    batches = [filing_make.looked_through(FILES, looker=looker) for _ in range(BATCHES)]
    for batch in batches:  # files of the same classes that others take in meanwhile
        filing_make.drafts(2, batch.fonds)
    parts = [batches[n::PROCESSES] for n in range(PROCESSES)]
    started = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.filing.taking_in", str(looker.pk)),
                *(str(batch.pk) for batch in part),
            ],
            cwd=PROJECT,
            env=os.environ | {"DATABASE_URL": application(), **SETTINGS},
            stderr=subprocess.PIPE,
        )
        for part in parts
    ]

    def take_single(batch: FilingBatch) -> None:
        try:
            loose = Record.objects.filter(fonds=batch.fonds, batch_items=None)
            accept(loose, by=archivist, at=make.NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        list(people.map(take_single, batches))
    for process in started:
        _out, told = process.communicate(timeout=WITHIN_S)
        assert process.returncode == 0, told.decode()

    assert not FilingBatch.objects.exclude(stage=Stage.ACCEPTED).exists()
    for batch in batches:
        numbers = Record.objects.filter(fonds=batch.fonds, stage=RecordStage.ACCEPTED)
        given = sorted(number or 0 for number in numbers.values_list("number", flat=True))
        assert given == list(range(1, FILES + 3))
