"""How often one address may try something that could be guessed: so many times in so many seconds, whatever the door.

One budget per thing and address, shared by the pages and the API. What sits in a cache may be lost; then somebody gets a
few tries more.
"""

from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True)
class Budget:
    name: str
    most: int
    seconds: int

    def is_spent(self, request: HttpRequest) -> bool:
        """Counts this try, and says whether it is one too many."""
        key = f"{self.name}:{request.META.get('REMOTE_ADDR', '')}"
        cache.add(key, 0, self.seconds)
        try:
            return cache.incr(key) > self.most
        except ValueError:  # it expired between the two lines
            return False


CHECKS = Budget("verify", 30, 600)  # of certificates: nobody walks through the numbers
REPLIES = Budget("sms", 600, 60)  # by SMS, signed or not
