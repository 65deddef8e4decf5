from django.apps import AppConfig


class RatingsConfig(AppConfig):
    name = "services.ratings"
    label = "ratings"
