from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "services.actions"
    label = "actions"
