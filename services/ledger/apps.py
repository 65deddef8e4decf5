from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "services.ledger"
    label = "ledger"
