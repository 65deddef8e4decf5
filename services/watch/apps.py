from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "services.watch"
    label = "watch"
