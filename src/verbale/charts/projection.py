"""From degrees to a flat map: Equal Earth, in which equal areas stay equal, turned so that a chosen meridian is in the middle.

Formulas: Šavrič, Patterson and Jenny (2018), "The Equal Earth map projection", International Journal of Geographical
Information Science 33.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2
_DIGITS = 4  # of the unit sphere's radius: 0.6 km, and the same on every machine
Point = tuple[float, float]


def flat(lat: float, lon: float, *, middle: float = 0.0) -> Point:
    """Coordinates on the map, x to the right and y upward, in radii of the sphere (|x| ≤ 2.71, |y| ≤ 1.32).

    Args:
        lat, lon: degrees.
        middle: longitude of the map's middle, degrees.
    """
    turned = math.radians(from_middle(lon, middle))
    theta = math.asin(_M * math.sin(math.radians(lat)))
    square = theta * theta
    sixth = square**3
    slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    x = turned * math.cos(theta) / (_M * slope)
    y = theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return round(x, _DIGITS), round(y, _DIGITS)


def from_middle(lon: float, middle: float) -> float:
    """Degrees east of the middle, from -180 up to 180."""
    return (lon - middle + 180.0) % 360.0 - 180.0


def graticule(step: int, *, middle: float = 0.0) -> Iterator[list[Point]]:
    """Meridians and parallels every `step` degrees, and the map's two edges, each a line of points."""
    for lon in range(-180, 180, step):
        yield [flat(lat, lon, middle=middle) for lat in range(-90, 91, 3)]
    for lat in range(-90 + step, 90, step):
        yield [_edge(lat, east) for east in range(-180, 181, 5)]
    yield from outline()


def outline() -> Iterator[list[Point]]:
    """The edges of the whole map: left, right, top and bottom."""
    for east in (-180, 180):
        yield [_edge(lat, east) for lat in range(-90, 91, 3)]
    for lat in (-90, 90):
        yield [_edge(lat, east) for east in range(-180, 181, 5)]


def _edge(lat: float, east: float) -> Point:
    """A point `east` degrees of the middle, where 180 is the right edge and not the left."""
    x, y = flat(lat, 90.0)
    return round(x * east / 90.0, _DIGITS), y


def box(points: Iterable[Point]) -> tuple[float, float, float, float]:
    """Least and greatest x, least and greatest y."""
    xs, ys = zip(*points, strict=True)
    return min(xs), max(xs), min(ys), max(ys)
