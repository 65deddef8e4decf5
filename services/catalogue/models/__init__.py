from services.catalogue.models.directory import DirectoryEntry
from services.catalogue.models.items import ServiceItem
from services.catalogue.models.versions import Frozen, ItemVersion, Pilot, Variant

__all__ = ["DirectoryEntry", "Frozen", "ItemVersion", "Pilot", "ServiceItem", "Variant"]
