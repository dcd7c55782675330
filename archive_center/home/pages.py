"""The lines of a desk, as rows that are filled in."""

from collections.abc import Iterable

from archive_center.home.task import Task
from records.days import day
from records.web.drawn import Row


def lines(tasks: Iterable[Task]) -> list[Row]:
    """What waits for the person, a line each."""
    return [_line(task) for task in tasks]


def _line(task: Task) -> Row:
    texts = {
        "time_left": task.time_left,
        "fact": task.fact,
        "kind": task.kind,
        "url": task.url,
        "title": task.title,
        "whom": task.whom,
        "records": "" if task.records is None else f"{task.records:,}",
        "since": day(task.since),
        "until": day(task.until),
    }
    form = {"is_late": task.is_late, "is_near": task.is_near, "meaning": task.meaning}
    return Row(texts, form)
