"""An administrative location: the divisions in which a place or an organization lies."""

from tasks.lexicon.division import Division
from warehouse.records import record


@record(frozen=True, slots=True)
class Location:
    """An administrative location.

    Attributes:
        division: The narrowest division known, or None.
        codes: Codes of that division and of all above it.
        is_itself: Whether the thing located is that division.
        inferred: Whether only the place that the narration had reached tells where it lies.
        country: Usual name in the document's language, likewise the following.
        province: First-level division.
        city: City or prefecture.
        county: County or district.
        admin_code: Code of the narrowest division that has an official one.
        latitude: Degrees north of the division's seat.
        longitude: Degrees east.
    """

    division: Division | None = None
    codes: tuple[str, ...] = ()
    is_itself: bool = False
    inferred: bool = False
    country: str | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None
    admin_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def level(self) -> str:
        """The division's level, or ""."""
        return self.division.level if self.division else ""

    @property
    def unknown(self) -> bool:
        """Whether nothing narrower than a country is known."""
        return self.division is None or self.division.level == "country"

    def holders(self) -> tuple[str, ...]:
        """Codes of the divisions in which this lies, itself left out where it is one."""
        return self.codes[1:] if self.is_itself else self.codes

    def within(self, other: "Location") -> bool:
        """Whether this lies in the other division, and is not the same one."""
        if self.division is None or other.division is None:
            return False
        return other.division.code in self.codes and (self.division.code != other.division.code or not self.is_itself)


NOWHERE = Location()
