#!/usr/bin/env python
"""Run a management command; `manage.py help` lists them."""

import os
import sys
from importlib import import_module

from django.core.management import execute_from_command_line

from archive_center.local import provision, servers

NEEDS_NO_DATABASE = {"help", "version", "--help", "--version", "up", "down", "messages"}

WRITES_CODE = {"messages", "makemigrations"}

if __name__ == "__main__":
    if not WRITES_CODE & set(sys.argv[1:2]):
        os.umask(0o077)  # for all that it starts, too: what is made at run time is nobody else's
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_center.settings")
    if NEEDS_NO_DATABASE & set(sys.argv[1:2]):
        provision.provide()
    else:
        servers.ensure()
    try:
        import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    except ValueError as error:  # what the environment lacks or garbles
        sys.exit(str(error))
    execute_from_command_line(sys.argv)
