"""Nothing that a browser loads points outside: the network is closed."""

import re

from archive_center.local.provision import PROJECT
from tests.architecture.source import breaking

OWN = [
    path.relative_to(PROJECT)
    for folder, ends in (("templates", ("html", "txt")), ("static", ("css", "js", "svg")))
    for end in ends
    for path in sorted((PROJECT / folder).rglob(f"*.{end}"))
    if "vendor" not in path.parts
]
VENDORED = [
    path.relative_to(PROJECT)
    for path in sorted((PROJECT / "static").rglob("*.css"))
    if "vendor" in path.parts
]
# Names of XML vocabularies look like addresses and are never fetched.
ADDRESS = re.compile(r"""(?:https?:)?//(?!www\.w3\.org/)[\w-]+\.[\w.-]+""")
FETCHED = re.compile(r"""(?:url\(|@import)\s*["']?(?:https?:)?//[^)"']+""")


def test_pages_and_their_parts_name_no_other_host():
    assert breaking(lambda path: ADDRESS.findall((PROJECT / path).read_text()), OWN) == {}


def test_vendored_styles_fetch_nothing_from_elsewhere():
    assert breaking(lambda path: FETCHED.findall((PROJECT / path).read_text()), VENDORED) == {}


def test_the_search_finds_what_it_looks_for():
    assert len(OWN) > 50
    assert VENDORED
    assert ADDRESS.search('<script src="//cdn.example.org/x.js">')
    assert FETCHED.search('@import "https://example.org/font.css"')
    assert not ADDRESS.search('xmlns="http://www.w3.org/2000/svg"')
