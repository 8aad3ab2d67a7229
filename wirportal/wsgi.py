"""The portal as a WSGI application, warmed up before it takes the first request."""

import os
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wirportal.settings")
application = get_wsgi_application()


def warm_up() -> None:
    """Load addresses, views and templates now: a person's first request would wait for it."""
    hosts = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if "*" not in host]
    environ = {"HTTP_HOST": hosts[0] if hosts else "localhost", "wsgi.url_scheme": "https"}
    setup_testing_defaults(environ)
    application.get_response(WSGIRequest(environ)).close()


warm_up()
