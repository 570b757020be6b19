"""In which time zone a person sees times."""

import zoneinfo

from hiringkit.people.models import Person


def zone_of(person: Person | None) -> zoneinfo.ZoneInfo:
    """The person's own, or UTC: also where this machine's tz database has let go of the name since."""
    try:
        return zoneinfo.ZoneInfo((None if person is None else person.time_zone) or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


def is_zone(name: str) -> bool:
    """Whether the tz database has it."""
    return name in zoneinfo.available_timezones()


def listed_zones() -> list[str]:
    """Those that are named after places, to choose from."""
    return sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/"))
