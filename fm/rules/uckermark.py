"""The district's places: which branch's area a place of work or a home lies in.

The areas follow the postcodes; a few villages lie nearer to another branch than the town that shares their postcode.
"""

from fm.rules.names import fold

#: What lies in none of the areas.
OUTSIDE = "außerhalb"

_BY_POSTCODE = {
    "16278": "Angermünde", "16303": "Schwedt", "16306": "Schwedt", "16307": "Schwedt", "17268": "Templin",
    "17279": "Templin", "17291": "Prenzlau", "17326": "Prenzlau", "17337": "Prenzlau",
}  # fmt: skip
_TOWNS = {
    "Angermünde": ("Angermünde", "Mark Landin", "Pinnow"),
    "Prenzlau": (
        "Prenzlau", "Brüssow", "Carmzow-Wallmow", "Göritz", "Gramzow", "Grünow", "Nordwestuckermark", "Oberuckersee",
        "Randowtal", "Schenkenberg", "Schönfeld", "Uckerfelde", "Uckerland", "Zichow"),
    "Schwedt": (
        "Schwedt", "Schöneberg", "Berkholz-Meyenburg", "Casekow", "Hohenselchow-Groß Pinnow", "Passow", "Gartz",
        "Mescherin", "Tantow"),
    "Templin": (
        "Templin", "Boitzenburger Land", "Flieth-Stegelitz", "Gerswalde", "Lychen", "Milmersdorf", "Mittenwalde",
        "Temmen-Ringenwalde"),
}  # fmt: skip
_BY_TOWN = {fold(town): area for area, towns in _TOWNS.items() for town in towns}


def town_key(town: str | None) -> str:
    """A town's name as it is compared: folded, without the river it lies on; "" for none."""
    return fold(town or "").removesuffix(" oder")


def area_of(postcode: str | None, town: str | None) -> str | None:
    """The branch in whose area a place lies, or OUTSIDE; None where it is not known.

    Without a postcode an unknown name says nothing: it may be a village of the district.
    """
    by_town = _BY_TOWN.get(town_key(town))
    if by_town or not postcode:
        return by_town
    return _BY_POSTCODE.get(postcode, OUTSIDE)
