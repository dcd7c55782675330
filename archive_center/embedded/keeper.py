"""Watch over the embedded servers while the project runs: what dies is started again."""

import logging
import time

from archive_center.embedded import servers
from archive_center.embedded.refusal import CannotStart

EVERY_S = 2
log = logging.getLogger(__name__)


def keep() -> None:
    """Look every two seconds, for as long as the process lives."""
    while True:
        try:
            for name in servers.ensure(moving=False):
                log.warning("%s had died and runs again", name)
        except CannotStart as refusal:
            log.error("%s", refusal)
        time.sleep(EVERY_S)


if __name__ == "__main__":
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.INFO)
    keep()
