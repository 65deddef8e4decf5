"""The demonstration: a city, its people and their applications, made through the actions of the portal."""
