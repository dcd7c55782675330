"""How jobs are queued, and what the clock sends when; hours are those of the centre.

Apart from the settings, so that the clock loads nothing of them.
"""

from celery.schedules import crontab
from kombu import Queue

from archive_center.environment import hour, secret

broker_url = secret("REDIS_URL")
broker_connection_retry_on_startup = True
# A worker takes from the first queue that has something; so what recognises text comes last.
task_queues = [Queue("celery"), Queue("recognition")]
task_routes = {"records.recognise_texts": {"queue": "recognition"}}
broker_transport_options = {"visibility_timeout": 6 * 3600, "queue_order_strategy": "priority"}
task_acks_late = True
task_reject_on_worker_lost = True
task_ignore_result = True
worker_prefetch_multiplier = 1
timezone = "Asia/Shanghai"
beat_schedule = {
    "flag what is due": {
        "task": "transfers.flag_due",
        "schedule": crontab(hour=hour("FLAG_DUE_HOUR", 2), minute=0),
    },
    "remind of what is due back": {
        "task": "records.remind_borrowers",
        "schedule": crontab(hour=hour("LOAN_REMIND_HOUR", 7), minute=0),
    },
    "remind of the yearly filing": {
        "task": "filing.remind_of_filing",
        "schedule": crontab(hour=hour("LOAN_REMIND_HOUR", 7), minute=30),
    },
    "remind of requests that are late": {
        "task": "records.remind_of_requests",
        "schedule": crontab(hour=hour("LOAN_REMIND_HOUR", 7), minute=20),
    },
    "ask for the effect of uses": {
        "task": "records.ask_for_effects",
        "schedule": crontab(hour=hour("LOAN_REMIND_HOUR", 7), minute=10),
    },
    "forget what imports left": {
        "task": "records.forget_imports",
        "schedule": crontab(hour=3, minute=30),
    },
    "read copies again": {
        "task": "records.inspect_copies",
        "schedule": crontab(hour=hour("FIXITY_HOUR", 1), minute=0),
    },
    "compare the pages of all records": {
        "task": "records.compare_pages",
        "schedule": crontab(hour=4, minute=0),
    },
    "count the pages of new copies": {"task": "records.count_pages", "schedule": 300.0},
    "put unfinished sets of files aside": {
        "task": "records.expire_uploads",
        "schedule": crontab(hour=3, minute=35),
    },
    "clear sessions that ended": {
        "task": "records.clear_sessions",
        "schedule": crontab(hour=3, minute=45),
    },
    "forget which forms were sent": {
        "task": "records.forget_forms",
        "schedule": crontab(hour=3, minute=40),
    },
    "forget notices of long ago": {
        "task": "records.forget_notices",
        "schedule": crontab(hour=3, minute=50),
    },
    "say that access has ended": {
        "task": "records.expire_requests",
        "schedule": crontab(hour=0, minute=10),
    },
    "tell of what saved searches find anew": {
        "task": "records.tell_of_new_hits",
        "schedule": crontab(minute=5),
    },
    "read the text of copies": {"task": "records.read_texts", "schedule": 60.0},
    "recognise the text of pages": {
        "task": "records.recognise_texts",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "send notices that wait": {"task": "records.mail_notices", "schedule": 300.0},
    "take up jobs whose worker died": {"task": "records.resume_jobs", "schedule": 30.0},
}
