from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "services.enquiries"
    label = "enquiries"
