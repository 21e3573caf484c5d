"""Colour filters by number: the chromaticity of daylight behind each, as its maker publishes it.

Facts of the makers' data sheets: CIE 1931 x and y of standard source C behind a LEE filter (leefilters.com, on the
page of each colour) and of standard illuminant D65 behind a Rosco Roscolux filter (us.rosco.com, myColor). These are
the filters most often met in theatres; any other colour can be written as ``#rrggbb``.
"""

LEE: dict[int, tuple[float, float]] = {
    2: (0.328, 0.202),  # Rose Pink
    3: (0.303, 0.3),  # Lavender Tint
    4: (0.37, 0.335),  # Medium Bastard Amber
    7: (0.339, 0.363),  # Pale Yellow
    9: (0.376, 0.371),  # Pale Amber Gold
    10: (0.426, 0.509),  # Medium Yellow
    13: (0.392, 0.392),  # Straw Tint
    15: (0.517, 0.46),  # Deep Straw
    19: (0.664, 0.31),  # Fire
    20: (0.523, 0.419),  # Medium Amber
    21: (0.586, 0.396),  # Gold Amber
    22: (0.647, 0.339),  # Dark Amber
    24: (0.561, 0.296),  # Scarlet
    25: (0.566, 0.359),  # Sunset Red
    26: (0.712, 0.281),  # Bright Red
    27: (0.712, 0.261),  # Medium Red
    35: (0.335, 0.289),  # Light Pink
    36: (0.36, 0.268),  # Medium Pink
    48: (0.288, 0.167),  # Rose Purple
    52: (0.259, 0.218),  # Light Lavender
    53: (0.284, 0.284),  # Paler Lavender
    58: (0.212, 0.099),  # Lavender
    61: (0.268, 0.284),  # Mist Blue
    63: (0.252, 0.27),  # Pale Blue
    68: (0.151, 0.128),  # Sky Blue
    71: (0.151, 0.03),  # Tokyo Blue
    75: (0.158, 0.117),  # Evening Blue
    79: (0.145, 0.072),  # Just Blue
    85: (0.143, 0.065),  # Deeper Blue
    89: (0.259, 0.547),  # Moss Green
    90: (0.184, 0.641),  # Dark Yellow Green
    101: (0.451, 0.507),  # Yellow
    102: (0.434, 0.44),  # Light Amber
    103: (0.336, 0.359),  # Straw
    104: (0.496, 0.462),  # Deep Amber
    105: (0.563, 0.428),  # Orange
    106: (0.699, 0.285),  # Primary Red
    107: (0.407, 0.284),  # Light Rose
    109: (0.391, 0.295),  # Light Salmon
    110: (0.351, 0.249),  # Middle Rose
    111: (0.389, 0.215),  # Dark Pink
    113: (0.563, 0.217),  # Magenta
    115: (0.134, 0.296),  # Peacock Blue
    116: (0.113, 0.28),  # Medium Blue-Green
    117: (0.223, 0.278),  # Steel Blue
    118: (0.149, 0.113),  # Light Blue
    119: (0.142, 0.054),  # Dark Blue
    120: (0.149, 0.051),  # Deep Blue
    121: (0.302, 0.534),  # LEE Green
    122: (0.234, 0.543),  # Fern Green
    124: (0.123, 0.586),  # Dark Green
    126: (0.287, 0.082),  # Mauve
    128: (0.401, 0.151),  # Bright Pink
    132: (0.137, 0.11),  # Medium Blue
    134: (0.501, 0.371),  # Golden Amber
    135: (0.667, 0.326),  # Deep Golden Amber
    136: (0.288, 0.254),  # Pale Lavender
    137: (0.231, 0.175),  # Special Lavender
    139: (0.196, 0.712),  # Primary Green
    140: (0.201, 0.245),  # Summer Blue
    141: (0.129, 0.159),  # Bright Blue
    142: (0.209, 0.148),  # Pale Violet
    143: (0.17, 0.205),  # Pale Navy Blue
    144: (0.183, 0.228),  # No Colour Blue
    147: (0.446, 0.381),  # Apricot
    151: (0.361, 0.321),  # Gold Tint
    152: (0.37, 0.332),  # Pale Gold
    153: (0.362, 0.303),  # Pale Salmon
    154: (0.35, 0.318),  # Pale Rose
    156: (0.38, 0.363),  # Chocolate
    157: (0.457, 0.272),  # Pink
    158: (0.588, 0.403),  # Deep Orange
    161: (0.176, 0.176),  # Slate Blue
    162: (0.348, 0.328),  # Bastard Amber
    164: (0.659, 0.302),  # Flame Red
    165: (0.159, 0.158),  # Daylight Blue
    170: (0.278, 0.211),  # Deep Lavender
    172: (0.141, 0.22),  # Lagoon Blue
    174: (0.204, 0.205),  # Dark Steel Blue
    176: (0.407, 0.321),  # Loving Amber
    179: (0.52, 0.46),  # Chrome Orange
    180: (0.191, 0.072),  # Dark Lavender
    181: (0.158, 0.035),  # Congo Blue
    182: (0.67, 0.313),  # Light Red
    183: (0.128, 0.168),  # Moonlight Blue
    194: (0.24, 0.183),  # Surprise Pink
    195: (0.142, 0.046),  # Zenith Blue
    196: (0.175, 0.197),  # True Blue
    197: (0.164, 0.118),  # Alice Blue
    198: (0.159, 0.066),  # Palace Blue
    200: (0.179, 0.155),  # Double C.T. Blue
    201: (0.228, 0.233),  # Full C.T. Blue
    202: (0.261, 0.273),  # Half C.T. Blue
    203: (0.285, 0.294),  # Quarter C.T. Blue
    204: (0.437, 0.392),  # Full C.T. Orange
    205: (0.374, 0.364),  # Half C.T. Orange
    206: (0.346, 0.34),  # Quarter C.T. Orange
    218: (0.299, 0.307),  # Eighth C.T. Blue
    223: (0.328, 0.332),  # Eighth C.T. Orange
    328: (0.335, 0.18),  # Follies Pink
    343: (0.182, 0.081),  # Special Medium Lavender
    354: (0.173, 0.265),  # Special Steel Blue
    363: (0.141, 0.07),  # Special Medium Blue
    366: (0.193, 0.19),  # Cornflower
    441: (0.426, 0.407),  # Full C.T. Straw
    442: (0.37, 0.378),  # Half C.T. Straw
    443: (0.338, 0.349),  # Quarter C.T. Straw
    500: (0.2, 0.187),  # Double New Colour Blue
    501: (0.246, 0.249),  # New Colour Blue (Robertson Blue)
    502: (0.276, 0.281),  # Half New Colour Blue
    503: (0.293, 0.299),  # Quarter New Colour Blue
    506: (0.358, 0.344),  # Marlene
    507: (0.662, 0.337),  # Madge
    525: (0.171, 0.143),  # Argent Blue
    700: (0.177, 0.07),  # Perfect Lavender
    704: (0.267, 0.221),  # Lily
    707: (0.17, 0.042),  # Ultimate Violet
    711: (0.223, 0.198),  # Cold Blue
    713: (0.148, 0.037),  # J.Winter Blue
    716: (0.146, 0.054),  # Mikkel Blue
    717: (0.227, 0.225),  # Shanklin Frost
    719: (0.188, 0.171),  # Colour Wash Blue
    724: (0.189, 0.222),  # Ocean Blue
    728: (0.256, 0.302),  # Steel Green
    741: (0.506, 0.491),  # Mustard Yellow
    764: (0.365, 0.38),  # Sun Colour Straw
    777: (0.576, 0.416),  # Rust
    778: (0.606, 0.382),  # Millennium Gold
    790: (0.378, 0.324),  # Moroccan Pink
    793: (0.419, 0.17),  # Vanity Fair
}
"""LEE number → x, y under source C."""

ROSCO: dict[int, tuple[float, float]] = {
    1: (0.392, 0.324),  # Light Bastard Amber
    2: (0.36, 0.347),  # Bastard Amber
    3: (0.394, 0.35),  # Dark Bastard Amber
    4: (0.38, 0.341),  # Medium Bastard Amber
    5: (0.341, 0.326),  # Rose Tint
    6: (0.326, 0.347),  # No Color Straw
    7: (0.343, 0.374),  # Pale Yellow
    8: (0.351, 0.37),  # Pale Gold
    9: (0.385, 0.377),  # Pale Amber Gold
    10: (0.44, 0.514),  # Medium Yellow
    11: (0.428, 0.444),  # Light Straw
    12: (0.44, 0.503),  # Straw
    13: (0.396, 0.398),  # Straw Tint
    14: (0.467, 0.457),  # Medium Straw
    15: (0.516, 0.464),  # Deep Straw
    16: (0.428, 0.383),  # Light Amber
    17: (0.437, 0.361),  # Light Flame
    18: (0.445, 0.376),  # Flame
    19: (0.65, 0.342),  # Fire
    20: (0.519, 0.433),  # Medium Amber
    21: (0.571, 0.398),  # Golden Amber
    22: (0.623, 0.367),  # Deep Amber
    23: (0.576, 0.373),  # Orange
    24: (0.558, 0.3),  # Scarlet
    25: (0.637, 0.32),  # Orange Red
    26: (0.648, 0.306),  # Light Red
    27: (0.67, 0.294),  # Medium Red
    30: (0.422, 0.322),  # Light Salmon Pink
    31: (0.391, 0.296),  # Salmon Pink
    32: (0.461, 0.291),  # Medium Salmon Pink
    33: (0.337, 0.306),  # No Color Pink
    34: (0.372, 0.297),  # Floral Pink
    35: (0.335, 0.303),  # Light Pink
    36: (0.357, 0.278),  # Medium Pink
    37: (0.321, 0.288),  # Pale Rose Pink
    38: (0.328, 0.295),  # Light Rose
    39: (0.373, 0.153),  # Skelton Exotic Sangria
    40: (0.492, 0.326),  # Light Salmon
    41: (0.564, 0.325),  # Salmon
    42: (0.552, 0.273),  # Deep Salmon
    43: (0.373, 0.226),  # Deep Pink
    44: (0.342, 0.215),  # Middle Rose
    45: (0.447, 0.23),  # Rose
    46: (0.497, 0.225),  # Magenta
    47: (0.264, 0.189),  # Light Rose Purple
    48: (0.277, 0.186),  # Rose Purple
    49: (0.268, 0.114),  # Medium Purple
    50: (0.449, 0.293),  # Mauve
    51: (0.291, 0.286),  # Surprise Pink
    52: (0.264, 0.247),  # Light Lavender
    53: (0.287, 0.302),  # Pale Lavender
    54: (0.278, 0.279),  # Special Lavender
    55: (0.243, 0.253),  # Lilac
    56: (0.165, 0.102),  # Dark Amethyst
    57: (0.226, 0.201),  # Lavender
    58: (0.199, 0.14),  # Deep Lavender
    59: (0.16, 0.071),  # Indigo
    60: (0.263, 0.29),  # No Color Blue
    61: (0.272, 0.305),  # Mist Blue
    62: (0.248, 0.278),  # Booster Blue
    63: (0.255, 0.294),  # Pale Blue
    64: (0.189, 0.225),  # Light Steel Blue
    65: (0.188, 0.235),  # Daylight Blue
    66: (0.264, 0.311),  # Cool Blue
    67: (0.173, 0.216),  # Light Sky Blue
    68: (0.145, 0.164),  # Parry Sky Blue
    69: (0.149, 0.212),  # Brilliant Blue
    70: (0.215, 0.288),  # Nile Blue
    71: (0.181, 0.267),  # Sea Blue
    72: (0.196, 0.269),  # Azure Blue
    73: (0.191, 0.306),  # Peacock Blue
    74: (0.13, 0.11),  # Night Blue
    76: (0.128, 0.235),  # Light Green Blue
    77: (0.138, 0.179),  # Green Blue
    78: (0.186, 0.196),  # Trudy Blue
    79: (0.137, 0.131),  # Bright Blue
    80: (0.141, 0.132),  # Primary Blue
    81: (0.156, 0.161),  # Urban Blue
    82: (0.151, 0.132),  # Surprise Blue
    83: (0.134, 0.112),  # Medium Blue
    84: (0.162, 0.158),  # Zephyr Blue
    85: (0.132, 0.113),  # Deep Blue
    86: (0.354, 0.508),  # Pea Green
    87: (0.326, 0.374),  # Pale Yellow Green
    88: (0.338, 0.417),  # Light Green
    89: (0.293, 0.528),  # Moss Green
    90: (0.222, 0.645),  # Dark Yellow Green
    91: (0.179, 0.569),  # Primary Green
    92: (0.244, 0.368),  # Turquoise
    93: (0.21, 0.366),  # Blue Green
    94: (0.199, 0.466),  # Kelly Green
    95: (0.143, 0.342),  # Medium Blue Green
    96: (0.373, 0.434),  # Lime
}
"""Roscolux number → x, y under D65."""
