"""What a WSGI server runs."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from config.databases.connections import wait_no_longer

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
for alias in connections:
    wait_no_longer(connections[alias].settings_dict, settings.LOCK_TIMEOUT)
# What is there now stays: the collector need not look through it again and again while requests wait.
gc.collect()
gc.freeze()
