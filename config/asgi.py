"""What the server runs."""

from config.server.application import Application
from config.wsgi import application as wsgi_application

application = Application(wsgi_application)
