from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "services.sharing"
    label = "sharing"

    def ready(self) -> None:
        from services.sharing import checks  # noqa: F401  registers itself
