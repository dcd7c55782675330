"""Scans for the latest records of a generated catalogue: a few files, borne by many records.

Each is a PDF of four pages of pixels, as scanners make them. Files and pictures lie in a
storage of their own, and the pictures are drawn before anybody asks for them.
"""

import os
import random
from io import BytesIO

from django.db import connection
from PIL import Image, ImageDraw, ImageFont

from archive_center.local.provision import var_dir
from benchmarks.generate import WORDS

PAGES = 4
AMONG = 100_000  # the latest records, of which every second has a copy
SIZE, LEFT, LINE, LETTER = (1240, 1754), 140, 70, 32  # pixels; A4 at 150 dpi
LINES, WORDS_A_LINE = 22, 4

# As history left them: what triggers promise is set aside.
BEAR = """
SET session_replication_role = replica;
WITH files AS (SELECT array_agg(id ORDER BY id) AS keys FROM records_digitalcopy),
parts AS (
    INSERT INTO records_component (record_id, position, part, title)
    SELECT id, 1, 'original', title FROM records_record record
    WHERE id > (SELECT max(id) FROM records_record) - %(among)s AND id %% 2 = 0
        AND NOT EXISTS (SELECT FROM records_component WHERE record_id = record.id)
    RETURNING id
)
INSERT INTO records_digitalcopy (component_id, name, format, size, sha256, sm3, colour,
    stored_by_id, stored_at, text_read_at, recognised_at)
SELECT parts.id, file.name, file.format, file.size, file.sha256, file.sm3, file.colour,
    file.stored_by_id, file.stored_at, now(), now()
FROM parts CROSS JOIN files
JOIN records_digitalcopy file ON file.id = files.keys[1 + parts.id %% cardinality(files.keys)];
RESET session_replication_role;
ANALYZE records_component, records_digitalcopy;
"""


def place() -> None:
    """Where files and pictures lie; said before Django is set up."""
    for name in ("MEDIA_ROOT", "PAGE_CACHE_DIR"):
        os.environ[name] = str(var_dir() / f"benchmark_{name.lower()}")


def ready(files: int) -> None:
    """Store the files, give the records their copies, and draw all pages: what was not done yet."""
    from records.copies.models import DigitalCopy
    from records.viewer import images
    from records.viewer.rules import WIDTHS

    if not DigitalCopy.objects.exists():
        _store(files)
    with connection.cursor() as cursor:
        cursor.execute(BEAR, {"among": AMONG})
    for copy in DigitalCopy.objects.order_by("pk")[:files]:
        for page, _size in enumerate(images.sizes(copy), 1):
            for width in WIDTHS[:3]:
                images.plain(copy, page, width)


def _store(files: int) -> None:
    from records.copies import actions
    from records.holdings.models import Record
    from records.holdings.rules import Part, Stage
    from records.organisation.models import User
    from tests import make

    by = User.objects.get(username="archivist")
    records = Record.objects.filter(stage=Stage.ACCEPTED).order_by("pk")[:files]
    for number, record in enumerate(records):
        file, name = BytesIO(scan(number)), f"{number}.pdf"
        actions.store_new(record, file, name=name, part=Part.ORIGINAL, by=by, at=make.NOW)


def scan(seed: int) -> bytes:
    """A PDF of pages full of words, as pixels."""
    from records.printing.press import FONTS

    chance, words = random.Random(seed), " ".join(WORDS.values()).split()
    face = ImageFont.truetype(FONTS / "ArchiveSerifSC-Regular.otf", LETTER)
    pages = []
    for _page in range(PAGES):
        page = Image.new("L", SIZE, 255)
        pen = ImageDraw.Draw(page)
        for line in range(LINES):
            said = "，".join(chance.choices(words, k=WORDS_A_LINE))
            pen.text((LEFT, LEFT + line * LINE), said, 20, face)
        pages.append(page)
    file = BytesIO()
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return file.getvalue()
