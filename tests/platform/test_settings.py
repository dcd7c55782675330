"""Values from the environment: what is not understood is refused by name."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from archive_center.settings import env_bool, env_int, env_list, env_secret


@pytest.mark.parametrize(("given", "read"), [("true", True), ("False", False), ("TRUE", True)])
def test_a_switch_is_true_or_false(monkeypatch, given, read):
    monkeypatch.setenv("SWITCH", given)

    assert env_bool("SWITCH", default=not read) is read


@pytest.mark.parametrize("given", ["yes", "1", "", "on"])
def test_another_word_for_a_switch_is_refused(monkeypatch, given):
    monkeypatch.setenv("SWITCH", given)

    with pytest.raises(ImproperlyConfigured, match="SWITCH must be true or false"):
        env_bool("SWITCH", default=True)


@pytest.mark.parametrize("given", ["ten", "-1", "1.5", ""])
def test_what_is_no_whole_number_is_refused(monkeypatch, given):
    monkeypatch.setenv("MINUTES", given)

    with pytest.raises(ImproperlyConfigured, match="MINUTES must be a whole number"):
        env_int("MINUTES", 5)


def test_a_list_is_read_without_blanks(monkeypatch):
    monkeypatch.setenv("HOSTS", " a.example , ,b.example")

    assert env_list("HOSTS", "") == ["a.example", "b.example"]


def test_a_secret_is_read_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from a file\n")
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "key"))

    assert env_secret("KEY") == "from a file"


def test_a_secret_that_is_nowhere_is_refused_by_name(monkeypatch):
    with pytest.raises(ImproperlyConfigured, match=r"API_KEY is not set. Set API_KEY or"):
        env_secret("API_KEY")
