"""Dates as Ukrainian writes them; a no-break space keeps the parts together."""

DATE_FORMAT = "j\u00a0E Y"
MONTH_DAY_FORMAT = "j\u00a0E"
DATETIME_FORMAT = "j\u00a0E Y, H:i"
SHORT_DATE_FORMAT = "d.m.Y"
TIME_FORMAT = "H:i"
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\u00a0"
NUMBER_GROUPING = 3
