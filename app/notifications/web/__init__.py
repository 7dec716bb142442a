"""Notifications as pages."""

from app.notifications.web.catcher import CatcherController
from app.notifications.web.notifications import NotificationController
from app.notifications.web.unsubscribe import UnsubscribeController

CONTROLLERS = (CatcherController, NotificationController, UnsubscribeController)
