"""The portal's settings, with a web process that can be made to die before it answers."""

from wirportal.settings import *  # noqa: F403
from wirportal.settings import MIDDLEWARE as USUAL

MIDDLEWARE = ["tests.hostile.dying.dies_before_answering", *USUAL]
