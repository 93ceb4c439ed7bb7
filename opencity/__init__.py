"""«Відкрите місто»: residents, associations, business and authorities solve local problems together."""

__version__ = "0.1.0"
