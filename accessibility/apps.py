from django.apps import AppConfig


class AccessibilityConfig(AppConfig):
    name = "accessibility"
    label = "accessibility"

    def ready(self) -> None:
        from accessibility import checks  # noqa: F401
