"""My account: who I am here, how pages look, how I sign in. Every change lives on a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def account(request: HttpRequest) -> HttpResponse:
    return render(request, "account/home.html")
