from django.apps import AppConfig


class AftercareConfig(AppConfig):
    name = "services.aftercare"
    label = "aftercare"
