"""How a rule says no, in words for the person who asked."""


class Refused(Exception):
    """A rule said no; the message is written for the person who asked."""


class Unreadable(ValueError):
    """A written value that cannot be read: what is wrong with it, and what would be right.

    `right` is the value that would be, where there is only one.
    """

    def __init__(self, what: str, remedy: str, right: str = "") -> None:
        super().__init__(what + " " + remedy)
        self.what, self.remedy, self.right = what, remedy, right
