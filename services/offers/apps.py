from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "services.offers"
    label = "offers"
