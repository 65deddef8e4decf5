from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "services.offers"
    label = "offers"

    def ready(self) -> None:
        from services.offers import standing  # noqa: F401  registers itself
