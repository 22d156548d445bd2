"""What a WSGI server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
# What is there now stays: the collector need not look through it again and again while requests wait.
gc.collect()
gc.freeze()
