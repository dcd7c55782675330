import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from archive_center.demo.personnel import PASSWORD

REFUSED = "everybody here would try"


@pytest.mark.parametrize(
    "usual",
    [
        "Archive2026",
        "archives@2026",
        "Danganguan-2026",
        "Qinglan2026!!",
        "Qing-Lan-2026",
        "P@ssw0rd2026",
        "Archivist#01#2026",
        "档案馆密码2026!",
        "清岚市档案馆2026",
        "Qwerty!2026",
        "Jiguan-Dangan-2026",
        "Spring#Summer#26",
        "Tawny2026!",
        "2026*Heron",
    ],
)
def test_what_everybody_would_try_first_is_refused(usual):
    with pytest.raises(ValidationError, match=REFUSED):
        validate_password(usual)


@pytest.mark.parametrize(
    "own",
    [
        "Correct-Horse-7",
        "archive-of-blue-mules",
        "7391-8264-x5",
        "mule2026lantern",
        "tawnyheronlantern2026",
        PASSWORD,
    ],
)
def test_what_is_more_than_that_is_not(own):
    validate_password(own)


def test_the_centre_may_name_more_words(settings):
    settings.PASSWORD_WORDS = ["qingan"]

    with pytest.raises(ValidationError, match=REFUSED):
        validate_password("Qingan-2026!")
