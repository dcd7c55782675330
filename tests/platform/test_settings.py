"""Values from the environment: what is not understood is refused by name."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from archive_center.database import from_url
from archive_center.settings import env_bool, env_int, env_list, env_path, env_secret


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


def test_an_empty_secret_is_a_missing_one(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "")

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
        env_secret("SECRET_KEY")


def test_a_secret_s_file_that_is_not_there_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "key"))

    with pytest.raises(ImproperlyConfigured, match=r"KEY_FILE can't be read: .*No such file"):
        env_secret("KEY")


def test_an_empty_place_is_the_usual_one(monkeypatch, tmp_path):
    monkeypatch.setenv("PLACE", "")

    assert env_path("PLACE", tmp_path) == tmp_path


def test_the_database_s_address_is_read_with_all_that_it_says():
    read = from_url(
        "postgresql://rec%40rds:p%2Fa%3As%25s@db.example:5433/center"
        "?sslmode=require&application_name=archive%20center"
    )

    assert read == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "center",
        "USER": "rec@rds",
        "PASSWORD": "p/a:s%s",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require", "application_name": "archive center"},
    }


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://%2Fvar%2Frun%2FPostgreSQL/center",
        "postgres:///center?host=/var/run/PostgreSQL",
    ],
)
def test_the_database_may_be_behind_a_socket(url):
    read = from_url(url)

    assert (read["HOST"], read["NAME"]) == ("/var/run/PostgreSQL", "center")


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("mysql://root:secret@db/center", "must begin with postgresql://"),
        ("host=db dbname=center password=secret", "must begin with postgresql://"),
        (
            "postgresql://db/center?ssl_mode=require",
            r'\(invalid URI query parameter: "ssl_mode"\): write',
        ),
        ("postgresql://u:secret%zz@db/center", "can't be read: write"),
        ("postgresql://u:secret@db", "names no database"),
    ],
)
def test_an_address_that_is_not_understood_is_refused_and_not_repeated(url, fault):
    with pytest.raises(ImproperlyConfigured, match=fault) as refused:
        from_url(url)

    assert "secret" not in str(refused.value)
