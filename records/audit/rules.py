"""The words for the acts that the trail keeps."""

from typing import Any

from django.utils.functional import Promise

from records.sentences import gettext_lazy as _

WRONG_PASSWORD = "wrong password"  # noqa: S105 - an act, no password

# Acts that are no moves of a workflow. A test reads the code and names a verb without words.
ACTS: dict[str, str | Promise] = {
    "sign in": _("Sign in"),
    "sign out": _("Sign out"),
    "change password": _("Change password"),
    "wrong password": _("Wrong password"),
    "stop": _("Stop"),
    "export": _("Export"),
    "flag due": _("Work out what is due"),
    "publish": _("Publish"),
    "edit": _("Edit"),
    "add component": _("Add a component"),
    "edit component": _("Change a component"),
    "place component": _("Put a component in another place"),
    "remove component": _("Remove a component"),
    "share": _("Share with all"),
    "unshare": _("Stop sharing"),
    "correct code": _("Correct the code"),
    "amend": _("Correct year or period"),
    "discard": _("Discard"),
    "store copy": _("Store a digital copy"),
    "read copy": _("Read a digital copy"),
    "verify copy": _("Verify a digital copy"),
    "discard copy": _("Take off a digital copy"),
    "end": _("End"),
    "found": _("Found"),
    "correct": _("Correct"),
    "succeed": _("Followed by another body"),
    "move": _("Move to another department"),
    "open fonds": _("Open a fonds"),
    "edit fonds": _("Change a fonds"),
    "add unit": _("Add an office or matter"),
    "edit unit": _("Change an office or matter"),
    "add category": _("Add a category"),
    "edit category": _("Change a category"),
    "add archive": _("Add a receiving archive"),
    "edit archive": _("Change a receiving archive"),
    "add user": _("Let a person in"),
    "change role": _("Change the role"),
    "deactivate": _("Close the account"),
    "reactivate": _("Open the account again"),
    "make password link": _("Make a password link"),
    "choose password": _("Choose a password by a link"),
    "unlock": _("Unlock the sign-in"),
    "import": _("Import"),
    "add": _("Add to the batch"),
    "remove": _("Take out of the batch"),
    "explain": _("Explain"),
    "test": _("Test the four natures"),
    "take package": _("Download the package"),
    "print": _("Print"),
    "take marked copy": _("Take the marked table away"),
    "answer test": _("Answer an item of the test"),
    "export package": _("Build the package elsewhere"),
    "read answers": _("Read the archive's table"),
    "note rejection": _("Note a rejection"),
    "take back": _("Take a rejection back"),
    "rejected": _("Rejected by the archive"),
    "verify trail": _("Verify the trail"),
}

# Acts that change nothing of a row: who looked at it.
READS = ("read copy", "verify copy")

# What an entry tells besides the fields of its row.
NAMES: dict[str, str | Promise] = {
    "code": _("archival code"),
    "reason": _("reason"),
    "component": _("component"),
    "part": _("component"),
    "position": _("position"),
    "name": _("file name"),
    "copies": _("digital copies"),
    "format": _("format"),
    "size": _("bytes"),
    "sha256": "SHA-256",
    "sm3": "SM3",
    "resolution": _("resolution of the scan (dpi)"),
    "colour": _("colour of the scan"),
    "intact": _("intact when last verified"),
    "table": _("table"),
    "fonds": _("fonds"),
    "classes": _("years and periods"),
    "records": _("number of records"),
    "record": _("archival code"),
    "supplements": _("sends again what was rejected in"),
    "handover": _("handover"),
    "receipt": _("receipt"),
    "accepted": _("accepted"),
    "rejected": _("rejected"),
    "failed": _("not passed"),
    "virus_scan": _("virus scan"),
    "package": _("package"),
    "paper": _("paper"),
    "item": _("item of the standard"),
    "result": _("result"),
    "text": _("what a person found"),
    "ground": _("ground for going early"),
    "ground_note": _("evidence of the ground"),
    "directory": _("directory"),
    "trail": _("filter of the trail"),
    "count": _("number of records"),
    "element": _("element"),
    "rows": _("number of rows"),
    "was": _("value before"),
    "value": _("right value"),
    "another": _("another document"),
    "made_for": _("made for"),
    "until": _("holds until"),
    "locked": _("locked for a while"),
    "entries": _("entries"),
    "guards": _("the database lets nobody change, delete or date entries"),
    "rights": _("the application may only read and add"),
    "ahead": _("entries dated after now"),
    "broken": _("acts on a set of which entries are missing"),
    "untold": _("steps of imports and handovers without an entry"),
}


def words(verb: str, model: Any) -> str | Promise:
    """What an act on a row of `model` is called: the label of its move, or its word above."""
    flow: Any = getattr(model, "FLOW", ())
    return flow[verb].label if verb in flow else ACTS.get(verb, verb)
