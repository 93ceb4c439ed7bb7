"""Five or six tones and one warm accent. Colours are those of the product's photographs, not of its interface."""

from __future__ import annotations

from dataclasses import dataclass

INK = "24363D"
DEEP = "0B3944"
TEAL = "0E6072"
SUN = "F3C35B"
AMBER = "E8A92B"
BRICK = "B8431F"
PAPER = "F1EEE4"
STEEL = "5C6D74"
WOOD = "8E6B45"
BARK = "5A4733"
SKIN = ("C99870", "D9AB84", "B98A66")
GLASS = "8FA5A8"
GRASS = "A9B089"
WATER = "8DB6BF"
FOAM = "EDF5F6"
ASPHALT = "808382"
CONCRETE = "B7B4A6"
SOIL = "7A6248"
SNOW = "EEF1EF"

WALLS = ("CFC9B8", "D6CDBB", "C9CDC2", "D3CFC0", "DACBB0", "C8C6BC", "D9C6A0")
LEAVES = ("7F9A6A", "8FA676", "6E8A62", "9AA866")
AUTUMN = ("C79A4B", "B98544", "A9A15A")
COATS = ("34515B", "7A3B69", "9D6A2B", "4A5F8F", "6B4E42", "2F6B62", "A65A3A")
CARS = ("8A9BA0", "5E7F86", "B9B6AA", "7C4A3C", "3F5660")


@dataclass(frozen=True)
class Light:
    """An hour of the day. `shadow` and `wash` are shares; `sun_y` is the height of the disc's centre."""

    sky: str
    haze: str
    sun: str
    sun_y: float
    far: str
    shadow: float
    wash: str
    wash_share: float
    disc: float = 25


LIGHTS = (
    Light("DDE7E4", "E9EDE2", "F7D68A", 74, "BCC8C3", 0.15, "FFE7B0", 0.04),
    Light("CFE0E4", "E2EAE4", "F9DF9F", 52, "B2C4C6", 0.16, "FFF2CC", 0.03),
    Light("EADFC8", "F3E6C6", "F4B95E", 118, "CDBFA4", 0.19, "F2A94A", 0.09),
    Light("E6DCD6", "F2E3D2", "F2C49A", 104, "C9BDB6", 0.17, "E9A27A", 0.06),
    Light("E3E6D8", "EEEBD6", "F4CB74", 88, "C3C7B2", 0.16, "F4D58A", 0.06),
    Light("C9D6D4", "D9E0DA", "DDE3DA", 70, "B1BFBD", 0.10, "9FB4BC", 0.06),
)
WINTER = (
    Light("CBD5DA", "DDE3E4", "EDE6D6", 92, "B4C0C5", 0.11, "9DB3C4", 0.06),
    Light("D5DADF", "E6E3DF", "F3DDB4", 104, "BDC5CB", 0.13, "A9B8CC", 0.06),
)
NIGHT = Light("1B2F38", "20373F", "E7E3CF", 48, "22343C", 0.0, "0B1E2A", 0.10, disc=13)
