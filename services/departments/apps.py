from django.apps import AppConfig


class DepartmentsConfig(AppConfig):
    name = "services.departments"
    label = "departments"
