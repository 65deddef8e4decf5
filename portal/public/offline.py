"""Without a connection: the page that says so, and the small script that keeps it (a service worker).

The script steps in only when a page cannot be had from the site. It keeps one page and what that page is drawn with, and
nothing anybody typed or read: the page has no name, no menu and no form on it.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control


@login_not_required
def offline(request: HttpRequest) -> HttpResponse:
    nothing_said: tuple[str, ...] = ()  # a message for the next page is for somebody who reads it
    return render(request, "offline.html", {"messages": nothing_said})


@login_not_required
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, because a service worker may only serve addresses below its own."""
    return render(request, "public/service_worker.js", content_type="text/javascript; charset=utf-8")
