"""Fills a demo: people, items and applications, made through the actions. Nothing is made twice."""


def seed() -> None:
    """Nothing yet."""
