"""The one file of Chinese texts, and the parts that are merged into it."""

import os
import re
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed

from archive_center.messages import extraction
from archive_center.messages.extraction import LANGUAGE, extracted, singular, translated_elsewhere

HEADER = (
    'msgid ""\nmsgstr ""\n"Language: zh_Hans\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
HAN = "[\u3400-\u9fff\u3001-\u303f\uff00-\uffef]"
BESIDE = rf"(?:{HAN}|{PLACEHOLDER.pattern})"
HALF_WIDTH = re.compile(rf"{BESIDE}\s?[:;,()!?]|[:;,()!?]\s?{BESIDE}")
TOLD = re.compile(r"\{% blocktrans.*?%\}.*?\{% endblocktrans\w* %\}|\{#.*?#\}", re.DOTALL)
PUT_TOGETHER = re.compile(r"(?:\}\}|%\})[:;,] |\}\}\)|\(\{\{")
# A number, told with a thing or a verb of many. What is over a limit is many, and needs no one.
NUMBER = r"%\((?:\w+\)d|(?:count|total|n|times|sets|days|minutes|years)\)s)(?:</b>)?"
NO_NOUN = r"(?!(?:of|in|with|without|or|and|its|this|is|was|has)\b)"
OF_MANY = rf"(?:are|were|have|lie|lack|differ|bring|go|stay|belong|{NO_NOUN}[a-z]+s)\b"
OF_THEM = r"of (?:its|the|these) [a-z]+ (?:are|were|have|lie)\b"
COUNTED = re.compile(rf"{NUMBER} (?:(?:{NO_NOUN}[a-z]+ )?{OF_MANY}|{OF_THEM})")
OVER = re.compile(r"%\((?:most|limit)\)|[Mm]ore than |[Uu]p to ")
SEARCHED = "年度:"  # as it is typed in a search


def file() -> Path:
    """Where the texts are kept."""
    return Path(settings.LOCALE_PATHS[0]) / LANGUAGE / "LC_MESSAGES/django.po"


def parts() -> list[Path]:
    """Files of several people's texts that have not been merged yet."""
    return sorted((Path(settings.LOCALE_PATHS[0]) / "parts").glob("*.po"))


def read(path: Path) -> Catalog:
    """A file of texts; an empty one where there is none yet."""
    if not path.exists():
        return Catalog(locale=LANGUAGE, charset="utf-8")
    with path.open("rb") as source:
        return read_po(source, locale=LANGUAGE, charset="utf-8", abort_invalid=True)


def write(catalogue: Catalog) -> None:
    """Write the file in a fixed order, so that two people's changes stay apart."""
    file().parent.mkdir(parents=True, exist_ok=True)
    with file().open("wb") as target:
        target.write(HEADER.encode())
        write_po(
            target, catalogue, width=98, omit_header=True, sort_output=True, include_lineno=False
        )


def with_parts() -> tuple[Catalog, list[str]]:
    """The file with its parts laid over it, and what was contradictory between them."""
    catalogue, contradictions = read(file()), []
    for path in parts():
        for message in entries(read(path)):
            there = catalogue.get(message.id, message.context)
            if there is None:
                catalogue.add(message.id, message.string, context=message.context)
            elif not is_translated(there):  # Babel's `add` would leave it as it is
                there.string = message.string
            elif there.string != message.string:
                both = f"{message.string!r} or {there.string!r}"
                contradictions.append(f"{path.name}: {singular(message.id)!r} is {both}")
    return catalogue, contradictions


def entries(catalogue: Catalog) -> list[Message]:
    """All entries but the header."""
    return [message for message in catalogue if message.id]


def is_translated(message: Message) -> bool:
    """Whether every form has a text."""
    return all(forms(message.string))


def forms(text: object) -> list[str]:
    """The forms of an entry's text, or of its Chinese: one, or more with a plural."""
    return [str(form or "") for form in (text if isinstance(text, (tuple, list)) else [text])]


def update() -> list[str]:
    """Bring the file in step with the code and its parts; returns contradictions of the parts."""
    catalogue, contradictions = with_parts()
    overrides = [
        entry for entry in entries(catalogue) if singular(entry.id) in translated_elsewhere()
    ]
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    for entry in overrides:
        catalogue.add(entry.id, entry.string, context=entry.context)
    write(catalogue)
    return contradictions


def compiled() -> bool:
    """Compile the file for Django, whole or not at all; False where it was up to date.

    This process may have looked for texts already and keeps what it found: it reads them anew.
    """
    target = file().with_suffix(".mo")
    sources = [path for path in (file(), *parts()) if path.exists()]
    newest = max((path.stat().st_mtime_ns for path in sources), default=0)
    if target.exists() and target.stat().st_mtime_ns >= newest:
        return False
    file().parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    with unfinished.open("wb") as made:
        write_mo(made, with_former(with_parts()[0]))
    unfinished.chmod(0o644)  # the services read it, whoever compiles it
    unfinished.replace(target)
    translation_file_changed(None, target)
    return True


def with_former(catalogue: Catalog) -> Catalog:
    """The catalogue with each text of many alone, too: kept sentences had it before it had one."""
    for message in entries(catalogue):
        for text in forms(message.id)[1:]:
            if catalogue.get(text, message.context) is None:
                catalogue.add(text, forms(message.string)[-1], context=message.context)
    return catalogue


def faults() -> list[str]:
    """What keeps a person from reading every text in Chinese, a line each."""
    catalogue, contradictions = with_parts()
    wanted = extracted()
    found = [f"contradictory: {line}" for line in contradictions]
    for message in entries(wanted):
        there = catalogue.get(message.id, message.context)
        if lacks_plural(message):
            found.append(f"no plural: {singular(message.id)!r} ({place(message)})")
        if there is None or not is_translated(there):
            found.append(f"missing: {singular(message.id)!r} ({place(message)})")
        elif there.fuzzy:
            found.append(f"fuzzy: {singular(message.id)!r}")
        elif placeholders(there.id, last=True) != placeholders(there.string):
            found.append(f"placeholders differ: {singular(message.id)!r} → {there.string!r}")
        elif is_half_width(there.string):
            found.append(f"half-width signs beside Chinese: {there.string!r}")
    # A text that a package translates itself may be overridden: it is somebody's, not obsolete.
    known = translated_elsewhere()
    unused = [
        message
        for message in [*entries(catalogue), *catalogue.obsolete.values()]
        if wanted.get(message.id, message.context) is None and singular(message.id) not in known
    ]
    found += [f"obsolete: {singular(message.id)!r}" for message in unused]
    return found + [f"put together outside the texts: {line}" for line in put_together()]


def lacks_plural(message: Message) -> bool:
    """Whether a text tells a number of things in one form, which is wrong of one of them."""
    texts = forms(message.id)
    text = texts[0]
    return len(texts) == 1 and bool(COUNTED.search(text)) and not OVER.search(text)


def is_half_width(text: object) -> bool:
    """Whether a Chinese text has a colon, comma or bracket of another language in it."""
    return any(HALF_WIDTH.search(form.replace(SEARCHED, "")) for form in forms(text))


def put_together() -> list[str]:
    """Lines of templates that join two texts by a sign of English, which no Chinese replaces."""
    found = []
    for path in sorted((extraction.PROJECT / "templates").rglob("*.html")):
        text = TOLD.sub("", path.read_text())
        if path.parent.name != "widgets":  # Django's own
            found += [f"{path.name}: {one[0]!r}" for one in PUT_TOGETHER.finditer(text)]
    return found


def place(message: Message) -> str:
    return message.locations[0][0] if message.locations else "?"


def placeholders(text: object, *, last: bool = False) -> set[str]:
    """The places in a text that are filled in; of a plural entry those of one form."""
    return set(PLACEHOLDER.findall(forms(text)[-1 if last else 0]))
