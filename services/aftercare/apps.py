from django.apps import AppConfig


class AftercareConfig(AppConfig):
    name = "services.aftercare"
    label = "aftercare"

    def ready(self) -> None:
        from services.aftercare import standing  # noqa: F401  registers itself
