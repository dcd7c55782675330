"""How large pages are shown, and how long what was found of them holds."""

from datetime import timedelta

THUMB = 160  # pixels: too small to be read
WIDTHS = (THUMB, 600, 1200, 2400)  # each but the first is twice the one before
MOST_PIXELS = 20_000_000  # of one picture; a longer page is drawn narrower
DRAWN_AT_ONCE = 2  # pages in one process
READING = timedelta(minutes=30)  # a page seen again within it is the same reading
REFUSED_FOR = timedelta(minutes=10)  # what could not be drawn is not tried again
DRAWN_ANEW = {"OFD": "-2"}  # in the names of pictures that are kept, once drawing has changed
