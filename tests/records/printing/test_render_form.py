"""Forms become PDF/A-2b, whatever people have written into them."""

import os
import re
import shutil
import sys
from subprocess import CalledProcessError, run

import pypdfium2
import pytest
from lxml import etree

from records.printing.glyphs import as_json, filled, legible
from records.printing.lines import ADVANCES, measured
from records.printing.pdf import LONG, render, rendered
from records.printing.press import FONTS, TEMPLATES, _press
from records.printing.sheets import rendered_each
from tests import make

LETTER = {
    "authority": "清岚市财政局",
    "number": "清财发〔2015〕138号",
    "title": "关于印发《清岚市本级预算管理办法》的通知",
    "to": "市直各部门",
    "body": ["现印发给你们，请认真贯彻执行。"],
    "by": "清岚市财政局",
    "date": "2015年6月18日",
}
SHEET = {"title": "题名", "rows": [], "note": "", "sender": "", "on": ""}


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def test_a_letter_with_red_head_is_a_pdf_a_2b_with_its_fonts_inside():
    pdf = rendered("red_header", LETTER, at=make.NOW)

    assert b"<pdfaid:part>2<" in pdf
    assert b"<pdfaid:conformance>B<" in pdf
    assert b"/FontFile" in pdf
    assert "清财发〔2015〕138号" in text_of(pdf)


def test_the_same_data_and_time_give_the_same_bytes():
    once = rendered("red_header", LETTER, at=make.NOW)

    assert rendered("red_header", LETTER, at=make.NOW) == once


@pytest.mark.parametrize("written", ['#eval("1+1")', "*bold* $x$ @ref <tag>", '"]; #panic()', "\\"])
def test_what_people_write_is_never_read_as_markup(written):
    pdf = rendered("red_header", LETTER | {"body": [written]}, at=make.NOW)

    assert written in text_of(pdf)


def test_a_character_no_font_can_draw_is_printed_as_a_geta_and_told_of():
    pdf = rendered("red_header", LETTER | {"body": ["吉祥的𠮷字😀\x07"]}, at=make.NOW)

    assert "吉祥的〓字〓" in text_of(pdf)
    assert "U+1F600、U+20BB7" in text_of(pdf)


@pytest.mark.parametrize("drawn", ["㐀䶵一龥鿕", "〔〕·★①□☆℃℉《》—…", "Äöüßñ", "1234 abc"])
def test_what_the_fonts_hold_is_left_as_it_is(drawn):
    missing: set[str] = set()

    assert legible([{"a": drawn}], missing) == [{"a": drawn}]
    assert not missing


def test_the_one_look_at_a_form_overlooks_no_character():
    written = [chr(code) for code in range(1 << 16)]

    assert [
        hex(ord(one)) for one in written if filled({"a": one})["a"] != legible(one, set())
    ] == []


def test_every_character_that_the_fonts_hold_is_printed():
    runs = [line.split("-") for line in (FONTS / "coverage.txt").read_text().split()]
    held = [chr(code) for first, last in runs for code in range(int(first, 16), int(last, 16) + 1)]
    rows = [("", "".join(held[start : start + 200])) for start in range(0, len(held), 200)]

    (pdf,) = rendered_each("description", [SHEET | {"rows": rows}], at=make.NOW)

    assert {"漢", "鄭", "龘"} <= set(text_of(pdf))


def test_sheets_that_are_set_together_are_documents_of_their_own():
    titles = ["关于预算的通知", "<甲> & (乙)", "吉祥的𠮷字"]
    sheets = [SHEET | {"title": title, "rows": [("题名", title)]} for title in titles]

    pdfs = rendered_each("description", sheets, at=make.NOW)

    assert pdfs == rendered_each("description", sheets, at=make.NOW)
    for number, title in enumerate(["关于预算的通知", "<甲> & (乙)", "吉祥的〓字"]):
        pdf, said = pdfs[number], text_of(pdfs[number])
        assert [word in said for word in ("预算", "甲", "吉祥")] == [n == number for n in range(3)]
        assert title in said
        assert ("U+20BB7" in said) == (number == 2)
        with pypdfium2.PdfDocument(pdf) as document:
            assert (len(document), document.get_metadata_value("Title")) == (1, title)
        packet = etree.fromstring(pdf[pdf.index(b"<x:xmpmeta") : pdf.index(b"<?xpacket end")])
        told = {
            etree.QName(one).localname: "".join(map(str, one.itertext())) for one in packet.iter()
        }
        assert (told["title"], told["part"], told["NPages"]) == (title, "2", "1")
        assert "/ID[({0})({0})]".format(told["DocumentID"]).encode() in pdf
        assert pdf.count(b"/Type/Page/") == 1
        assert stands_where_it_says(pdf)
    assert len({pdf[pdf.index(b"/ID[") :] for pdf in pdfs}) == 3


def stands_where_it_says(pdf: bytes) -> bool:
    """Whether the table leads to each object, and each stream is as long as it is told to be."""
    table = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    lines = pdf[table:].split(b"trailer")[0].splitlines()
    assert lines[0] == b"xref"
    assert lines[1] == b"0 %d" % len(lines[2:])
    for number, line in enumerate(lines[2:]):
        at = int(line[:10])
        if line.endswith(b"n") and not pdf[at:].startswith(b"%d 0 obj" % number):
            return False
    streams = re.finditer(rb"/Length (\d+)[^\n]*>>\nstream\n", pdf)
    return all(pdf[one.end() + int(one[1]) :].startswith(b"\nendstream") for one in streams)


def test_a_sheet_that_needs_a_second_page_has_it():
    long = SHEET | {"title": "长的", "rows": [("提要", "很长的一段文字。" * 250)]}

    short, pdf = rendered_each("description", [SHEET, long], at=make.NOW)

    with pypdfium2.PdfDocument(short) as one, pypdfium2.PdfDocument(pdf) as more:
        assert len(one) == 1 < len(more)
        assert more.get_metadata_value("Title") == "长的"


def test_a_row_that_is_told_to_need_one_line_needs_no_more():
    def short(value: str) -> bool:
        return bool(measured([("", value)], (32, 128), size=10.5, pad=8)["short"] == [True])

    each = ["漢", "W", "№", "Ю", "K《", "J002-WS·2005-Y", *ADVANCES.values()]
    longest = []
    for some in each:
        lengths = (length for length in range(1, 100) if not short((some * 100)[: length + 1]))
        longest.append((some * 100)[: next(lengths)])
    rows = [("题名", value) for value in longest]
    sheet = SHEET | {"rows": rows, "short": [True] * len(rows)}

    (pdf,) = rendered_each("description", [sheet], at=make.NOW)

    assert [value for value in longest if value not in text_of(pdf)] == []
    assert len(longest[0]) == 33
    assert not short("短\n的")


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    with pytest.raises(RuntimeError):
        render("red_header", {"title": "没有别的"}, tmp_path / "信.PDF", at=make.NOW)
    assert not list(tmp_path.iterdir())

    render("red_header", LETTER, tmp_path / "信.PDF", at=make.NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["信.PDF"]


def test_fonts_stay_below_twelve_megabytes_each():
    fonts = list((TEMPLATES.parent / "fonts").glob("*.otf"))

    assert len(fonts) == 3
    assert max(path.stat().st_size for path in fonts) < 12_000_000


MEMORY = """
import re, sys
from pathlib import Path
from records.printing.press import pressed, pressed_apart
def held():
    told = Path("/proc/self/smaps_rollup").read_text()
    return int(re.search(r"Anonymous: +([0-9]+)", told)[1])
short, long = sys.stdin.read().splitlines()
pressed("red_header", short, 0)
begun = held()
apart = pressed_apart("red_header", long, 0)
between = held()
print(apart == pressed("red_header", long, 0), between - begun < 10_000, held() - between > 20_000)
"""


def test_a_long_document_is_the_same_from_a_process_with_which_its_memory_ends():
    long = LETTER | {"body": [f"第{number}条　请认真贯彻执行。" for number in range(4_000)]}
    told = [as_json(filled(letter)) for letter in (LETTER, long)]

    done = run(
        [sys.executable, "-c", MEMORY],
        input="\n".join(told),
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["True", "True", "True"]


def test_a_long_document_is_made_apart(monkeypatch):
    long = LETTER | {"remarks": "长" * LONG}

    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(CalledProcessError):
        rendered("red_header", long, at=make.NOW)
    assert rendered("red_header", LETTER, at=make.NOW)


def test_a_long_document_that_cannot_be_made_is_no_document():
    long = LETTER | {"body": [{"no": "text"}] * 4_000}

    with pytest.raises(CalledProcessError):
        rendered("red_header", long, at=make.NOW)


def test_who_tidies_up_temporary_files_stops_no_print():
    first = rendered("red_header", LETTER, at=make.NOW)
    shutil.rmtree(_press().root)

    assert rendered("red_header", LETTER, at=make.NOW) == first


def test_a_process_that_is_forked_leaves_the_press_of_its_parent_alone():
    rendered("red_header", LETTER, at=make.NOW)
    root = _press().root
    pid = os.fork()
    if not pid:
        other = _press().root
        os._exit(other == root or not root.exists())

    assert os.waitpid(pid, 0) == (pid, 0)
    assert root.exists()
