"""The routes of calls for help, which two portals take."""

from webapp.web.views import Routes

routes = Routes()
