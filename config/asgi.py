"""What the server runs."""

import sys

from config.server.application import Application
from config.wsgi import application as wsgi_application

# The event loop, which answers what is ready, waits a fifth as long as usual for a thread that is at work.
sys.setswitchinterval(0.001)

application = Application(wsgi_application)
