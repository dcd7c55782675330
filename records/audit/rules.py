"""The words for the acts that the trail keeps."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Acts that are no moves of a workflow. A test reads the code and names a verb without words.
ACTS: dict[str, str | Promise] = {
    "sign in": _("Sign in"),
    "sign out": _("Sign out"),
    "change password": _("Change password"),
    "stop": _("Stop"),
    "export": _("Export"),
    "flag due": _("Work out what is due"),
    "publish": _("Publish"),
    "end": _("End"),
}


def words(verb: str, model: Any) -> str | Promise:
    """What an act on a row of `model` is called: the label of its move, or its word above."""
    flow: Any = getattr(model, "FLOW", ())
    return flow[verb].label if verb in flow else ACTS.get(verb, verb)
