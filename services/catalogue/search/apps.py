from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "services.catalogue.search"
    label = "search"
