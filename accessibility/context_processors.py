from django.http import HttpRequest


def display(request: HttpRequest) -> dict[str, object]:
    return {}
