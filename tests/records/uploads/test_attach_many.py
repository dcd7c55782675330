"""Many files become copies: led to their records by name, looked at, attached in one act."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from records.audit.models import Entry
from records.copies.models import DigitalCopy
from records.holdings.actions import hold
from records.holdings.models import Record
from records.holdings.rules import Part, Stage
from records.jobs.models import Job
from records.reference.actions import move_user
from records.rules import Refused
from records.tasks import attach_upload
from records.uploads import actions
from records.uploads.models import Upload, UploadFile
from records.uploads.rules import How, State
from records.uploads.rules import Stage as OfSet
from records.values.text import normal_description
from tests import documents, loan_make, make, upload_make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT, settings.UPLOAD_DIR = tmp_path / "media", tmp_path / "uploads"
    return tmp_path


def kept(of, title, number="", **given):
    text = normal_description(title=title, document_number=number, responsible="某机关")
    said = {"title": title, "document_number": number, "normal_text": text}
    return make.record(Stage.ACCEPTED, of, **said, **given)


def part(record, position=1, kind=Part.ORIGINAL):
    return record.components.create(position=position, part=kind, title=f"第{position}件")


def attach(upload):
    actions.attach_later(upload, by=upload.made_by, at=make.NOW)
    attach_upload(Job.objects.latest("pk").pk)
    upload.refresh_from_db()
    return upload


def test_names_lead_to_records_by_code_number_and_title_and_folders_too():
    upload = upload_make.begun()
    of = upload.fonds
    coded = kept(of, "关于防汛的通知", archival_code=f"{of.number}-WS·2005-Y-7007")
    numbered = kept(of, "关于经费的批复", "清财办〔2005〕27号")
    titled = kept(of, "关于召开年度工作会议的通知")
    folder = kept(of, "会议纪要汇编", archival_code=f"{of.number}-WS·2005-Y-7009")
    kept(make.fonds(), "别的全宗的件", "外发〔2005〕1号")
    kept(of, "一样的题名"), kept(of, "一样的题名")
    code = f"{of.number.lower()}—WS．2005-y-7007"  # as a hand or another system writes it

    files = upload_make.matched(
        upload,
        f"{code}.pdf",
        "扫描/清财办[2005]27.pdf",
        "关于召开年度 工作会议的通知.pdf",
        f"{of.number}-WS·2005-Y-7009/001.pdf",
        f"{of.number}-WS·2005-Y-7009/002.pdf",
        "外发〔2005〕1号.pdf",
        "一样的题名.pdf",
    )

    led = {name: (file.record_id, file.how) for name, file in files.items()}
    pages = (folder.pk, How.CODE)
    assert list(led.values()) == [
        (coded.pk, How.CODE),
        (numbered.pk, How.NUMBER),
        (titled.pk, How.TITLE),
        pages,
        pages,
        (None, ""),
        (None, ""),
    ]
    assert [files[name].found for name in ("外发〔2005〕1号.pdf", "一样的题名.pdf")] == [0, 2]


def test_of_several_components_the_one_original_is_meant_else_one_is_chosen_by_hand():
    upload = upload_make.begun()
    two, twice = kept(upload.fonds, "甲件"), kept(upload.fonds, "乙件")
    original = part(two)
    part(two, 2, Part.ATTACHMENT)
    first, second = part(twice), part(twice, 2)

    files = upload_make.matched(upload, "甲件.pdf", "乙件.pdf")

    assert files["甲件.pdf"].component == original
    assert (files["乙件.pdf"].record, files["乙件.pdf"].found) == (None, 2)
    with pytest.raises(Refused, match="several components"):
        actions.place(files["乙件.pdf"], twice, by=upload.made_by, at=make.NOW)
    actions.place(files["乙件.pdf"], twice, second, by=upload.made_by, at=make.NOW)
    actions.match(upload, by=upload.made_by, at=make.NOW)  # what a hand did stays
    assert UploadFile.objects.get(name="乙件.pdf").component == second != first


@pytest.mark.parametrize(
    "name",
    [
        *("{code}(1).pdf", "{code} (1).PDF", "{code}（2）.pdf", "{code}_01.pdf", "{code}正本.pdf"),
        *("{code}-正本.pdf", "{code}_正本（1）.pdf", "{code} - 副本.pdf", "{code}扫描件.pdf"),
        *("{code} 关于防汛的通知.pdf", "{code}_关于防汛的通知.pdf", "{low}.pdf", "{under}.pdf"),
        *("清财办〔2005〕27号 关于防汛的通知.pdf", "清财办[2005]27号关于防汛的通知.pdf"),
        *("01 关于防汛的通知.pdf", "1.关于防汛的通知.pdf", "1、关于防汛的通知.pdf"),
        *("001关于防汛的通知(1).pdf", "清财办〔2005〕27号(1).pdf", "{code}/正本.pdf"),
    ],
)
def test_names_lead_there_with_what_copying_and_scanning_add_to_them(name):
    upload = upload_make.begun()
    code = f"{upload.fonds.number}-WS·2005-Y-0007"
    one = kept(upload.fonds, "关于防汛的通知", "清财办〔2005〕27号", archival_code=code)
    other = f"{upload.fonds.number}-WS·2005-Y-0001"
    kept(upload.fonds, "关于防汛的通知（二）", "清财办〔2005〕28号", archival_code=other)
    named = name.format(code=code, low=code.lower(), under=code.replace("-", "_"))

    (file,) = upload_make.matched(upload, named).values()

    assert file.record_id == one.pk


def test_a_name_that_tells_a_part_means_that_component_and_never_the_original():
    upload = upload_make.begun()
    one, bare = kept(upload.fonds, "甲件"), kept(upload.fonds, "乙件")
    original, attachment = part(one), part(one, 2, Part.ATTACHMENT)
    part(one, 3, Part.FINAL_DRAFT), part(one, 4, Part.FINAL_DRAFT)

    files = upload_make.matched(
        upload,
        "甲件正本.pdf",
        "甲件 附件1.pdf",
        "甲件（附件）.pdf",
        "甲件-定稿.pdf",
        "乙件附件.pdf",
        "乙件正本.pdf",
    )

    led = [(file.record_id, file.component_id, file.found) for file in files.values()]
    assert led == [
        (one.pk, original.pk, 1),
        (one.pk, attachment.pk, 1),
        (one.pk, attachment.pk, 1),
        (None, None, 2),
        (None, None, 0),
        (bare.pk, None, 1),
    ]


def test_all_is_attached_in_one_act_and_stored_once(storage):
    upload = upload_make.begun()
    bare, draft = kept(upload.fonds, "没有组件的件"), make.record(of=upload.fonds, title="草稿件")
    Record.objects.filter(pk=draft.pk).update(normal_text="草稿件")
    component = part(draft)
    known = documents.pdf("known")
    files = upload_make.matched(upload, "没有组件的件/1.pdf", "没有组件的件/2.pdf")
    upload_make.sent(upload, "草稿件.pdf", known)
    upload_make.sent(upload, "没有组件的件/3.pdf", known)
    upload_make.sent(upload, "坏.pdf", b"%PDF-1.7 broken")
    actions.match(upload, by=upload.made_by, at=make.NOW)

    attach(upload)

    assert (upload.stage, upload.attached) == (OfSet.ATTACHED, 4)
    made = bare.components.get()
    assert (made.part, made.title) == (Part.ORIGINAL, "没有组件的件")
    assert [copy.name for copy in made.copies.order_by("pk")] == ["1.pdf", "2.pdf", "3.pdf"]
    copy = component.copies.get()
    assert (storage / "media" / copy.path).read_bytes() == known
    assert (copy.stored_by, copy.format, len(copy.sm3)) == (upload.made_by, "PDF", 64)
    assert not (storage / "uploads" / str(upload.pk)).exists()
    entries = Entry.objects.filter(verb="store copies")
    assert {entry.batch for entry in entries} == {entries.earliest("pk").pk}
    told = entries.get(row=str(draft.pk)).after["copies"]
    assert told == [{"name": "草稿件.pdf", "sha256": copy.sha256}]
    assert upload.files.get(state=State.REFUSED).why.startswith("The file is damaged")
    assert set(files) == {"没有组件的件/1.pdf", "没有组件的件/2.pdf"}


def test_nothing_is_attached_while_one_file_has_no_place_or_is_not_whole_or_is_held():
    upload = upload_make.begun()
    record = kept(upload.fonds, "甲件")
    actions.announce(upload, [actions.Announced("半.pdf", 9)], by=upload.made_by, at=make.NOW)
    files = upload_make.matched(upload, "甲件.pdf", "不知.pdf")

    def refused(why):
        with pytest.raises(Refused, match=why):
            actions.attach_later(upload, by=upload.made_by, at=make.NOW)

    refused("1 file is not whole")
    actions.drop(upload, [upload.files.get(name="半.pdf").pk], by=upload.made_by, at=make.NOW)
    refused("1 file has no record")
    actions.drop(upload, by=upload.made_by, at=make.NOW)
    assert list(upload.files.all()) == [files["甲件.pdf"]]
    other = make.record(Stage.ACCEPTED)
    loan = loan_make.asked(other, by=make.reader(other.fonds.department))
    hold(Record.objects.filter(pk=record.pk), loan, by=make.archivist(), at=make.NOW)
    refused("takes no copies now")
    assert not DigitalCopy.objects.exists()


def test_what_went_wrong_between_asking_and_doing_attaches_nothing():
    upload = upload_make.begun()
    kept(upload.fonds, "甲件")
    gone = make.record(of=upload.fonds, title="乙件", normal_text="乙件")
    upload_make.matched(upload, "甲件.pdf", "乙件.pdf")
    actions.attach_later(upload, by=upload.made_by, at=make.NOW)
    Record.objects.filter(pk=gone.pk).delete()

    attach_upload(Job.objects.latest("pk").pk)

    upload.refresh_from_db()
    assert upload.stage == OfSet.OPEN
    assert "1 file has no record yet" in upload.failure
    assert not DigitalCopy.objects.exists()


def test_a_filing_officer_reaches_own_drafts_alone():
    officer = make.filing_officer()
    own = make.fonds(of=officer.department)
    with pytest.raises(Refused):
        upload_make.begun(by=officer)
    upload = upload_make.begun(by=officer, of=own)
    draft = make.record(of=own, title="草稿件", normal_text="草稿件")
    accepted = kept(own, "进馆件")

    files = upload_make.matched(upload, "草稿件.pdf", "进馆件.pdf")

    assert (files["草稿件.pdf"].record, files["进馆件.pdf"].record) == (draft, None)
    with pytest.raises(Refused, match="does not take copies from you"):
        actions.place(files["进馆件.pdf"], accepted, by=officer, at=make.NOW)


def test_who_moved_to_another_department_sees_the_former_ones_files_no_more(client):
    officer = make.filing_officer()
    upload = upload_make.begun(by=officer, of=make.fonds(of=officer.department))
    file = upload_make.sent(upload, "草稿件.pdf")
    client.force_login(officer)
    pages = [upload.get_absolute_url(), reverse("records:upload-place", args=[file.pk])]
    assert [client.get(page).status_code for page in pages] == [200, 200]

    move_user(officer, department=make.department(), by=make.supervisor(), at=make.NOW)

    assert [client.get(page).status_code for page in pages] == [404, 404]


def test_without_scripts_the_form_sends_several_and_each_has_its_answer(client):
    upload = upload_make.begun()
    record = kept(upload.fonds, "甲件")
    client.force_login(upload.made_by)
    files = [
        SimpleUploadedFile("甲件.pdf", documents.pdf()),
        SimpleUploadedFile("照片.exe", b"MZ"),
    ]

    answer = client.post(reverse("records:upload-send", args=[upload.pk]), {"file": files})

    assert answer["Location"] == upload.get_absolute_url()
    page = client.get(upload.get_absolute_url()).content.decode()
    assert upload.files.get(name="甲件.pdf").record == record
    assert "no format that may be filed" in page
    assert "by the title" in page
    offered = client.get(
        reverse("records:upload-place", args=[upload.files.get(name="甲件.pdf").pk])
    )
    assert [offer.record for offer in offered.context["offers"]] == [record]
    assert client.get(upload.get_act_url("attach")).status_code == 200


def test_a_list_of_files_costs_the_same_for_few_and_for_many(client, django_assert_max_num_queries):
    upload = upload_make.begun()
    client.force_login(upload.made_by)
    UploadFile.objects.bulk_create(
        UploadFile(upload=upload, name=f"{n}.pdf", size=1, touched_at=make.NOW) for n in range(60)
    )
    client.get(upload.get_absolute_url())

    with django_assert_max_num_queries(25):
        shown = client.get(upload.get_absolute_url()).context["page"]

    assert len(shown.rows) == 50
    assert shown.next


def test_what_nobody_goes_on_with_is_put_aside_with_its_bytes(
    storage, django_capture_on_commit_callbacks
):
    upload, fresh = upload_make.begun(), upload_make.begun()
    upload_make.sent(upload, "甲件.pdf")
    later = make.NOW + timedelta(days=8)
    actions.announce(fresh, [actions.Announced("乙.pdf", 9)], by=fresh.made_by, at=later)

    with django_capture_on_commit_callbacks(execute=True):
        assert actions.expire(at=later) == 1
        assert actions.expire(at=later) == 0

    assert set(Upload.objects.filter(stage=OfSet.OPEN)) == {fresh}
    assert Entry.objects.filter(verb="expire", table="records.Upload", by=None).count() == 1
    assert not list(Path(storage, "uploads").rglob("*.pdf"))
    assert not Path(storage, "uploads", str(upload.pk)).exists()

    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(fresh, by=fresh.made_by, at=make.NOW)
    assert not fresh.files.exists()
