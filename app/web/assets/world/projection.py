"""The map's projection: Equal Earth, on which equal areas of the ground are equal areas of the picture. Pure."""

from math import asin, cos, radians, sin, sqrt

Point = tuple[float, float]

# Šavrič, Patterson and Jenny, "The Equal Earth map projection", International Journal of Geographical Information
# Science 33 (2019), equations 1 to 3: the coefficients of its polynomial.
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
SHEAR = sqrt(3) / 2


def equal_earth(longitude: float, latitude: float) -> Point:
    """Degrees east and north -> x and y in radii of the globe, y upwards; the middle of the map is 0, 0."""
    theta = asin(SHEAR * sin(radians(latitude)))
    squared = theta * theta
    sixth = squared**3
    slope = A1 + 3 * A2 * squared + sixth * (7 * A3 + 9 * A4 * squared)
    x = radians(longitude) * cos(theta) / (SHEAR * slope)
    return x, theta * (A1 + A2 * squared + sixth * (A3 + A4 * squared))
