#!/usr/bin/env python
"""Run a management command; `manage.py help` lists them."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from archive_center.local import servers

NEEDS_NO_DATABASE = {"help", "version", "--help", "--version", "up", "down", "messages"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_center.settings")
    if not NEEDS_NO_DATABASE & set(sys.argv[1:2]):
        servers.ensure()
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
