"""How text is recognised: in turns, so that other work comes between."""

from datetime import timedelta

from records.sentences import gettext_lazy as _

READER = ("records.recognition.recogniser", "recognise")
TURN_SECONDS = 20  # after which no further page is begun in a turn
LOST_AFTER = timedelta(minutes=2)  # a turn that was sent and did not come
TRIES = 3  # a copy over which the worker ended so often is given up
SETTLED_AT_ONCE = 2_000  # copies that bring all their text, noted in one turn
SENTENCES = {
    "memory": _("The page needs more memory to be recognised than a page may need."),
    "time": _("The page takes longer to be recognised than a page may take."),
    "page": _("The page is damaged and cannot be recognised."),
    "pages": _("The file says that it has %(count)d pages, more than the %(most)d that are read."),
    "password": _("The file has a password, so that its pages cannot be recognised."),
    "broken": _("The file is damaged, so that its pages cannot be recognised."),
    "pixels": _(
        "The page has %(width)d × %(height)d pixels, more than the %(most)d that are recognised."
    ),
}
