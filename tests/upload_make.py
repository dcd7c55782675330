"""Sets of files for tests: begun, with files that came whole."""

from io import BytesIO

from records.organisation.models import Fonds, User
from records.uploads import actions
from records.uploads.models import Upload, UploadFile
from tests import documents, make


def begun(*, by: User | None = None, of: Fonds | None = None) -> Upload:
    return actions.begin(fonds=of or make.fonds(), by=by or make.archivist(), at=make.NOW)


def sent(upload: Upload, name: str, content: bytes | None = None) -> UploadFile:
    """A file of the set that came in one piece."""
    content = documents.pdf(name) if content is None else content
    to_come = [actions.Announced(name, len(content))]
    by = upload.made_by
    (told,) = actions.announce(upload, to_come, by=by, at=make.NOW)
    file = UploadFile.objects.get(pk=told["key"])
    return actions.receive(file, BytesIO(content), offset=0, by=by, at=make.NOW)


def matched(upload: Upload, *names: str) -> dict[str, UploadFile]:
    """Files of these names, led to their records, by their names."""
    for name in names:
        sent(upload, name)
    actions.match(upload, by=upload.made_by, at=make.NOW)
    return {file.name: file for file in upload.files.all()}
