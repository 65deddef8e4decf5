from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "services.calendars"
    label = "calendars"
