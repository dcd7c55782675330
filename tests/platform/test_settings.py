"""Values from the environment: what is not understood is refused by name."""

import pytest
from environs import EnvError

from archive_center.environment import env, number, place, secret, switch


@pytest.mark.parametrize(("given", "read"), [("true", True), ("False", False), ("TRUE", True)])
def test_a_switch_is_true_or_false(monkeypatch, given, read):
    monkeypatch.setenv("SWITCH", given)

    assert switch("SWITCH", not read) is read


@pytest.mark.parametrize("given", ["yes", "1", "", "on"])
def test_another_word_for_a_switch_is_refused(monkeypatch, given):
    monkeypatch.setenv("SWITCH", given)

    with pytest.raises(EnvError, match=r'"SWITCH" invalid: .*true or false'):
        switch("SWITCH", True)


@pytest.mark.parametrize("given", ["ten", "-1", "1.5", ""])
def test_what_is_no_whole_number_is_refused(monkeypatch, given):
    monkeypatch.setenv("MINUTES", given)

    with pytest.raises(EnvError, match=r'"MINUTES" invalid: .*whole number'):
        number("MINUTES", 5)


def test_a_list_is_read_without_blanks(monkeypatch):
    monkeypatch.setenv("HOSTS", " a.example , ,b.example")

    assert env.names("HOSTS", "") == ["a.example", "b.example"]


def test_a_secret_is_read_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from a file\n")
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "key"))

    assert secret("KEY") == "from a file"


def test_a_secret_that_is_nowhere_is_refused_by_name(monkeypatch):
    with pytest.raises(EnvError, match=r'"API_KEY" not set'):
        secret("API_KEY")


def test_an_empty_secret_is_a_missing_one(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "")

    with pytest.raises(EnvError, match=r'"SECRET_KEY" invalid: .*empty'):
        secret("SECRET_KEY")


def test_a_secret_s_file_that_is_not_there_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "key"))

    with pytest.raises(ValueError, match="KEY_FILE must be a readable file"):
        secret("KEY")


def test_an_empty_place_is_the_usual_one(monkeypatch, tmp_path):
    monkeypatch.setenv("PLACE", "")

    assert place("PLACE", tmp_path) == tmp_path


@pytest.fixture
def read(monkeypatch):
    """Reads an address from the environment."""

    def as_given(url):
        monkeypatch.setenv("ADDRESS", url)
        return env.database("ADDRESS", conn_max_age=5)

    return as_given


def test_the_database_s_address_is_read_with_all_that_it_says(read):
    address = read(
        "postgresql://rec%40rds:p%2Fa%3As%25s@db.example:5433/center"
        "?sslmode=require&application_name=archive%20center"
    )

    assert address == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "center",
        "USER": "rec@rds",
        "PASSWORD": "p/a:s%s",
        "HOST": "db.example",
        "PORT": 5433,
        "OPTIONS": {"sslmode": "require", "application_name": "archive center"},
        "CONN_MAX_AGE": 5,
        "CONN_HEALTH_CHECKS": False,
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://%2Fvar%2Frun%2FPostgreSQL/center",
        "postgres:///center?host=/var/run/PostgreSQL",
    ],
)
def test_the_database_may_be_behind_a_socket(read, url):
    address = read(url)

    assert (address["HOST"], address["NAME"]) == ("/var/run/PostgreSQL", "center")


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
        ("", "must begin with postgresql://"),
    ],
)
def test_an_address_that_is_not_understood_is_refused_and_not_repeated(read, url, fault):
    with pytest.raises(EnvError, match=fault) as refused:
        read(url)

    assert "secret" not in str(refused.value)
