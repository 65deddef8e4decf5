from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "services.figures"
    label = "figures"
