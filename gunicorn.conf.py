"""What the web server takes wherever it is started; the command says where and how many."""

import gc
from typing import Any

# Addresses without what follows the question mark: nobody's search words are kept in a log.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'


def when_ready(_server: Any) -> None:
    """What is loaded stays: no worker looks through it for what is left over, nor copies it.

    A page makes thousands of small things, and nearly all of them go by themselves.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
