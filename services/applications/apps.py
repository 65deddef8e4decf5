from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "services.applications"
    label = "applications"

    def ready(self) -> None:
        from services.applications import standing  # noqa: F401  registers itself
