"""A cache that several processes share in Redis, and each has for itself while Redis is away.

What is kept here may be lost at any moment: counts of tries, figures of a quarter of a minute. So a Redis that died costs
precision (each process counts for itself) and never a page.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
PATIENCE = {"socket_connect_timeout": 1, "socket_timeout": 1}  # seconds


class SharedCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params | {"OPTIONS": {**PATIENCE, **params.get("OPTIONS", {})}})
        self._near = LocMemCache("while Redis is away", params)


def _shared_or_near(name: str) -> Callable[..., Any]:
    def call(self: SharedCache, *args: Any, **named: Any) -> Any:
        try:
            return getattr(RedisCache, name)(self, *args, **named)
        except RedisError as error:
            log.warning("The shared cache does not answer: %s", error)
            return getattr(self._near, name)(*args, **named)

    return call


for _name in (
    "add",
    "get",
    "set",
    "touch",
    "delete",
    "incr",
    "has_key",
    "clear",
    "get_many",
    "set_many",
    "delete_many",
):
    setattr(SharedCache, _name, _shared_or_near(_name))
