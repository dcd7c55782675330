"""Who gets what from every address of the system.

One line an address: its name, the method, whose row it is about (a name in `world.py`,
"" for pages that are about no row), and the answers in the order of PEOPLE. The first
answers are for rows of the reader's and filing officer's own department; OTHERS are
what these two get for rows of another department ("" where there is no row).
"""

from typing import NamedTuple

PEOPLE = ("anonymous", "reader", "officer", "archivist", "supervisor", "auditor")
OF_A_DEPARTMENT = ("reader", "officer")


class Line(NamedTuple):
    name: str
    method: str
    about: str
    answers: str
    others: str = ""


PAGES = [
    # name, method, about, anonymous reader officer archivist supervisor auditor, others': 2
    Line("desk", "GET", "", "302 200 200 200 200 200"),
    Line("desk-tasks", "GET", "", "302 403 200 200 200 403"),
    Line("login", "GET", "", "200 302 302 302 302 302"),
    Line("sign-in-again", "GET", "", "200 200 200 200 200 200"),
    Line("sign-in-again", "POST", "", "422 422 422 422 422 422"),
    Line("logout", "POST", "", "302 302 302 302 302 302"),
    Line("logout", "GET", "", "302 405 405 405 405 405"),
    Line("password_change", "GET", "", "302 200 200 200 200 200"),
    Line("password-by-link", "GET", "code", "410 410 410 410 410 410", "410 410"),
    Line("password-by-link", "POST", "code", "410 410 410 410 410 410", "410 410"),
    Line("password-link", "GET", "the records.User", "302 403 403 403 200 403", "403 403"),
    Line("password-link", "POST", "the records.User", "302 403 403 403 200 403", "403 403"),
    Line("set_language", "POST", "", "302 302 302 302 302 302"),
    Line("search-index", "GET", "", "302 403 403 403 200 403"),
    Line("trail", "GET", "", "302 403 403 403 200 200"),
    Line("trail-entry", "GET", "entry", "302 403 403 403 200 200", "403 403"),
    Line("trail-check", "POST", "", "302 403 403 403 302 302"),
    Line("trail-check", "GET", "", "302 405 405 405 405 405"),
    Line("trail-export", "POST", "", "302 403 403 403 200 200"),
    Line("trail-export", "GET", "", "302 405 405 405 405 405"),
    Line("records:job-list", "GET", "", "302 200 200 200 200 200"),
    Line("records:job", "GET", "job", "302 404 200 404 200 404", "404 404"),
    Line("records:job-cancel", "POST", "job", "302 404 302 404 302 404", "404 404"),
    Line("records:job-cancel", "GET", "job", "302 405 405 405 405 405", "405 405"),
    Line("records:record-list", "GET", "", "302 200 200 200 200 200"),
    Line("records:record-conditions", "GET", "", "302 200 200 200 200 200"),
    Line("records:record-suggest", "GET", "", "302 200 200 200 200 200"),
    Line("records:record-print", "GET", "", "302 200 200 200 200 200"),
    Line("records:record-export", "POST", "", "302 200 200 200 200 200"),
    Line("records:record-export-file", "GET", "export", "302 404 404 404 404 404", "404 404"),
    Line("records:record-permanent", "GET", "", "302 403 403 200 200 403"),
    Line("records:record-permanent", "POST", "", "302 403 403 200 200 403"),
    Line("records:record-list-accept", "GET", "", "302 403 403 200 403 403"),
    Line("records:record-list-accept", "POST", "", "302 403 403 200 403 403"),
    Line("records:search-list", "GET", "", "302 200 200 200 200 403"),
    Line("records:search-save", "GET", "", "302 200 200 200 200 403"),
    Line("records:search-save", "POST", "", "302 200 200 200 200 403"),
    Line("records:search-forget", "POST", "", "302 302 302 302 302 403"),
    Line("records:search-forget", "GET", "", "302 405 405 405 405 405"),
    Line("records:search", "GET", "search", "302 404 200 404 404 403", "404 404"),
    Line("records:search", "POST", "search", "302 404 200 404 404 403", "404 404"),
    Line("records:search-remove", "POST", "search", "302 404 302 404 404 403", "404 404"),
    Line("records:search-remove", "GET", "search", "302 405 405 405 405 405", "405 405"),
    Line("records:record-create", "GET", "", "302 403 200 200 403 403"),
    Line("records:record-create", "POST", "", "302 403 200 200 403 403"),
    Line("records:record-code-preview", "GET", "", "302 403 200 200 403 403"),
    Line("records:record-units", "GET", "", "302 403 200 200 403 403"),
    Line("records:record", "GET", "draft", "302 200 200 200 200 404", "404 404"),
    Line("records:record", "GET", "accepted", "302 200 200 200 200 404", "404 404"),
    Line("records:record-read", "GET", "read", "302 200 200 200 200 404", "404 404"),
    Line("records:record-read", "GET", "shared read", "302 200 200 200 200 404", "200 200"),
    Line("records:record-read-first", "GET", "accepted", "302 302 302 302 302 404", "404 404"),
    Line("records:record-pages", "GET", "accepted", "302 200 200 200 200 404", "404 404"),
    Line("records:record-pages", "GET", "shared", "302 200 200 200 200 404", "200 200"),
    Line("records:record-history", "GET", "accepted", "302 200 200 200 200 404", "404 404"),
    Line("records:record-edit", "GET", "draft", "302 404 200 200 404 404", "404 404"),
    Line("records:record-edit", "POST", "draft", "302 404 200 200 404 404", "404 404"),
    Line("records:record-edit", "GET", "accepted", "302 404 404 200 404 404", "404 404"),
    Line("records:record-act", "POST", "draft accept", "302 403 403 302 403 404", "404 404"),
    Line("records:record-act", "GET", "draft accept", "302 403 403 200 403 404", "404 404"),
    Line("records:record-act", "POST", "kept share", "302 403 302 302 403 404", "404 404"),
    Line("records:record-act", "GET", "kept share", "302 403 200 200 403 404", "404 404"),
    Line("records:record-act", "POST", "draft discard", "302 403 302 302 403 404", "404 404"),
    Line("records:record-act", "GET", "draft discard", "302 403 200 200 403 404", "404 404"),
    Line("records:record-alias", "GET", "accepted", "302 403 403 200 403 403", "403 403"),
    Line("records:record-alias", "POST", "accepted", "302 403 403 200 403 403", "403 403"),
    Line("records:record-amend", "GET", "accepted", "302 403 403 200 403 403", "403 403"),
    Line("records:record-amend", "POST", "accepted", "302 403 403 200 403 403", "403 403"),
    Line(
        "records:record-amend-components", "GET", "accepted", "302 403 403 200 403 403", "403 403"
    ),
    Line(
        "records:record-amend-components", "POST", "accepted", "302 403 403 200 403 403", "403 403"
    ),
    Line("records:loan-list", "GET", "", "302 200 200 200 200 403"),
    Line("records:loan-create", "GET", "", "302 200 200 403 403 403"),
    Line("records:loan-create", "POST", "", "302 200 200 403 403 403"),
    Line("records:loan-pick-list", "GET", "", "302 403 403 302 302 403"),
    Line("records:loan-register", "GET", "", "302 403 403 200 200 403"),
    Line("records:loan-register", "POST", "", "302 403 403 200 200 403"),
    Line("records:loan", "GET", "loan", "302 200 200 200 200 404", "404 404"),
    Line("records:loan-act", "GET", "loan approve", "302 403 403 200 200 404", "404 404"),
    Line("records:loan-act", "POST", "loan approve", "302 403 403 302 302 404", "404 404"),
    Line("records:loan-act", "POST", "loan withdraw", "302 302 422 403 403 404", "404 404"),
    Line("records:loan-return", "GET", "loan", "302 403 403 200 403 403", "403 403"),
    Line("records:loan-return", "POST", "loan", "302 403 403 200 403 403", "403 403"),
    Line("records:visit-list", "GET", "", "302 403 200 200 200 403"),
    Line("records:visit-create", "GET", "", "302 403 403 200 403 403"),
    Line("records:visit-create", "POST", "", "302 403 403 200 403 403"),
    Line("records:visit-daybook", "GET", "", "302 403 403 200 200 403"),
    Line("records:visit-daybook", "POST", "", "302 403 403 200 200 403"),
    Line("records:visit", "GET", "visit", "302 403 200 200 200 403", "403 404"),
    Line("records:visit-act", "GET", "visit bring", "302 404 403 200 403 404", "404 404"),
    Line("records:visit-act", "POST", "visit leave", "302 404 403 302 403 404", "404 404"),
    Line("records:visit-figures", "GET", "", "302 403 403 200 200 403"),
    Line("records:visit-figures", "POST", "", "302 403 403 200 200 403"),
    Line("records:certificate", "GET", "certificate", "302 403 403 200 200 403", "403 403"),
    Line("records:certificate-check", "GET", "", "302 403 200 200 200 403"),
    Line("records:certificate-check", "POST", "", "302 403 200 200 200 403"),
    Line("records:oai", "GET", "", "404 404 404 404 404 404"),  # until it is switched on
    Line("records:topic-list", "GET", "", "302 200 200 200 200 200"),
    Line("records:topic-create", "GET", "", "302 403 200 200 403 403"),
    Line("records:topic-create", "POST", "", "302 403 200 200 403 403"),
    Line("records:topic-add", "GET", "", "302 403 200 200 403 403"),
    Line("records:topic-add", "POST", "", "302 403 200 200 403 403"),
    Line("records:topic", "GET", "topic", "302 200 200 200 200 404", "404 404"),
    Line("records:topic-print", "GET", "topic", "302 200 200 200 200 404", "404 404"),
    Line("records:topic-edit", "GET", "topic", "302 404 200 200 404 404", "404 404"),
    Line("records:topic-edit", "POST", "topic", "302 404 200 200 404 404", "404 404"),
    Line("records:topic-place", "POST", "topic", "302 404 302 302 404 404", "404 404"),
    Line("records:topic-place", "GET", "topic", "302 405 405 405 405 405", "405 405"),
    Line("records:topic-discard", "POST", "topic", "302 404 302 302 404 404", "404 404"),
    Line("records:topic-discard", "GET", "topic", "302 405 405 405 405 405", "405 405"),
    Line("records:topic-take-out", "POST", "topic item", "302 404 302 302 404 404", "404 404"),
    Line("records:topic-take-out", "GET", "topic item", "302 405 405 405 405 405", "405 405"),
    Line("records:amendment-list", "GET", "", "302 403 403 200 200 403"),
    Line("records:amendment", "GET", "amendment", "302 404 404 200 200 404", "404 404"),
    Line("records:amendment-act", "GET", "amendment approve", "302 404 404 200 200 404", "404 404"),
    Line(
        "records:amendment-act", "POST", "amendment approve", "302 404 404 302 302 404", "404 404"
    ),
    Line(
        "records:amendment-act", "POST", "amendment withdraw", "302 404 404 422 403 404", "404 404"
    ),
    Line("records:component-add", "GET", "draft", "302 404 200 200 404 404", "404 404"),
    Line("records:component-add", "POST", "draft", "302 404 200 200 404 404", "404 404"),
    Line("records:component-files", "GET", "draft", "302 404 200 200 404 404", "404 404"),
    Line("records:component-files", "POST", "draft", "302 404 200 200 404 404", "404 404"),
    Line("records:component-place", "POST", "draft", "302 404 302 302 404 404", "404 404"),
    Line("records:component-place", "GET", "draft", "302 405 405 405 405 405", "405 405"),
    Line("records:component", "GET", "component", "302 404 200 200 404 404", "404 404"),
    Line("records:component", "POST", "component", "302 404 200 200 404 404", "404 404"),
    Line("records:component-remove", "POST", "component", "302 404 302 302 404 404", "404 404"),
    Line("records:component-remove", "GET", "component", "302 405 405 405 405 405", "405 405"),
    Line("records:copy-upload", "GET", "component", "302 404 200 200 404 404", "404 404"),
    Line("records:copy-upload", "POST", "component", "302 404 200 200 404 404", "404 404"),
    Line("records:copy-download", "GET", "copy", "302 200 200 200 200 404", "404 404"),
    Line("records:copy-page", "GET", "copy page", "302 200 200 200 200 404", "404 404"),
    Line("records:copy-page-text", "GET", "page text", "302 200 200 200 200 404", "404 404"),
    Line("records:copy-page-marks", "GET", "page text", "302 200 200 200 200 404", "404 404"),
    Line("records:copy-page-text", "GET", "scan page", "302 200 200 200 200 404", "404 404"),
    Line("records:copy-page-correct", "GET", "scan page", "302 403 200 200 403 403", "403 404"),
    Line("records:copy-page-correct", "POST", "scan page", "302 403 422 422 403 403", "403 404"),
    Line("records:copy-page-correct", "GET", "page text", "302 403 403 403 403 403", "403 404"),
    Line("records:copy-page", "GET", "shared copy page", "302 200 200 200 200 404", "200 200"),
    Line("records:copy-verify", "POST", "copy", "302 302 302 302 302 404", "404 404"),
    Line("records:copy-verify", "GET", "copy", "302 405 405 405 405 405", "405 405"),
    Line("records:copy-discard", "POST", "copy", "302 302 302 302 302 404", "404 404"),
    Line("records:copy-discard", "GET", "copy", "302 405 405 405 405 405", "405 405"),
    Line("records:record", "GET", "shared", "302 200 200 200 200 404", "200 200"),
    Line("records:record-history", "GET", "draft", "302 200 200 200 200 404", "404 404"),
    Line("records:record-history", "GET", "shared", "302 200 200 200 200 404", "200 200"),
    Line("records:record-edit", "GET", "shared", "302 404 404 200 404 404", "404 404"),
    Line("records:record-act", "POST", "kept discard", "302 403 422 422 403 404", "404 404"),
    Line("records:component-add", "GET", "accepted", "302 404 404 200 404 404", "404 404"),
    Line("records:copy-download", "GET", "shared copy", "302 200 200 200 200 404", "200 200"),
    Line("records:request-list", "GET", "", "302 200 200 200 200 403"),
    Line("records:request-create", "GET", "", "302 200 200 403 403 403"),
    Line("records:request-create", "POST", "", "302 200 200 403 403 403"),
    Line("records:request-substitute", "GET", "", "302 403 200 403 403 403"),
    Line("records:request-substitute", "POST", "", "302 403 200 403 403 403"),
    Line("records:request-substitute-end", "POST", "", "302 403 302 403 403 403"),
    Line("records:request-substitute-end", "GET", "", "302 405 405 405 405 405"),
    Line("records:request", "GET", "request", "302 200 404 200 200 404", "404 404"),
    Line("records:request-form", "GET", "request", "302 200 404 200 200 404", "404 404"),
    Line("records:request-act", "GET", "request withdraw", "302 200 404 403 403 404", "404 404"),
    Line("records:request-act", "POST", "request withdraw", "302 302 404 403 403 404", "404 404"),
    Line("records:request-act", "POST", "request consent", "302 422 404 422 403 404", "404 404"),
    Line("records:notice-list", "GET", "", "302 200 200 200 200 200"),
    Line("records:notice-read-all", "POST", "", "302 302 302 302 302 302"),
    Line("records:notice-read-all", "GET", "", "302 405 405 405 405 405"),
    Line("records:notice-address", "GET", "", "302 200 200 200 200 200"),
    Line("records:notice-address", "POST", "", "302 200 200 200 200 200"),
    Line("records:notice-read", "POST", "notice", "302 404 302 404 404 404", "404 404"),
    Line("records:notice-read", "GET", "notice", "302 405 405 405 405 405", "405 405"),
    Line("records:upload-list", "GET", "", "302 403 200 200 403 403"),
    Line("records:upload-create", "GET", "", "302 403 200 200 403 403"),
    Line("records:upload-create", "POST", "", "302 403 200 200 403 403"),
    Line("records:upload", "GET", "upload", "302 404 200 404 404 404", "404 404"),
    Line("records:upload-send", "POST", "upload", "302 404 422 404 404 404", "404 404"),
    Line("records:upload-send", "GET", "upload", "302 405 405 405 405 405", "405 405"),
    Line("records:upload-announce", "POST", "upload", "302 404 422 404 404 404", "404 404"),
    Line("records:upload-announce", "GET", "upload", "302 405 405 405 405 405", "405 405"),
    Line("records:upload-match", "POST", "upload", "302 404 302 404 404 404", "404 404"),
    Line("records:upload-match", "GET", "upload", "302 405 405 405 405 405", "405 405"),
    Line("records:upload-drop", "POST", "upload", "302 404 302 404 404 404", "404 404"),
    Line("records:upload-drop", "GET", "upload", "302 405 405 405 405 405", "405 405"),
    Line("records:upload-act", "GET", "upload attach", "302 404 200 404 404 404", "404 404"),
    Line("records:upload-act", "POST", "upload attach", "302 404 302 404 404 404", "404 404"),
    Line("records:upload-act", "POST", "upload discard", "302 404 302 404 404 404", "404 404"),
    Line("records:upload-file", "POST", "upload file", "302 404 422 404 404 404", "404 404"),
    Line("records:upload-file", "GET", "upload file", "302 405 405 405 405 405", "405 405"),
    Line("records:upload-place", "GET", "upload file", "302 404 200 404 404 404", "404 404"),
    Line("records:upload-place", "POST", "upload file", "302 404 302 404 404 404", "404 404"),
    Line("records:inspection", "GET", "", "302 403 403 200 200 403"),
    Line("records:inspection-pages", "GET", "", "302 403 200 200 200 403"),
    Line("records:recognition", "GET", "", "302 403 403 200 200 403"),
    Line("records:recognition-pause", "POST", "", "302 403 403 302 302 403"),
    Line("records:recognition-pause", "GET", "", "302 405 405 405 405 405"),
    Line("records:recognition-start", "POST", "", "302 403 403 302 302 403"),
    Line("records:recognition-start", "GET", "", "302 405 405 405 405 405"),
    Line("records:recognition-again", "POST", "scan", "302 403 403 302 302 403", "403 403"),
    Line("records:recognition-again", "GET", "scan", "302 405 405 405 405 405", "405 405"),
    Line("records:import-list", "GET", "", "302 403 200 200 200 403"),
    Line("records:import-create", "GET", "", "302 403 200 200 403 403"),
    Line("records:import-create", "POST", "", "302 403 200 200 403 403"),
    Line("records:import-example", "GET", "", "302 403 200 200 403 403"),
    Line("records:import", "GET", "import", "302 403 200 200 200 403", "403 404"),
    Line("records:import-mapping", "GET", "import", "302 403 200 200 403 403", "403 404"),
    Line("records:import-reopen", "POST", "import", "302 403 302 302 403 403", "403 404"),
    Line("records:import-reopen", "GET", "import", "302 403 405 405 403 403", "403 405"),
    Line("records:import-right", "POST", "import", "302 403 302 302 403 403", "403 404"),
    Line("records:import-right", "GET", "import", "302 403 405 405 403 403", "403 405"),
    Line("records:import-act", "POST", "import draft", "302 404 302 302 403 404", "404 404"),
    Line("records:import-act", "GET", "import draft", "302 404 200 200 403 404", "404 404"),
    Line("records:import-act", "POST", "import commit", "302 404 403 302 403 404", "404 404"),
    Line("records:import-act", "GET", "import commit", "302 404 403 200 403 404", "404 404"),
    Line("records:import-act", "POST", "import discard", "302 404 302 302 403 404", "404 404"),
    Line("records:import-act", "GET", "import discard", "302 404 200 200 403 404", "404 404"),
    Line("records:import-marked", "GET", "import", "302 403 200 200 200 403", "403 404"),
    Line("transfers:due-list", "GET", "", "302 200 200 200 200 200"),
    Line("transfers:uncomputable-list", "GET", "", "302 200 200 200 200 200"),
    Line("transfers:uncomputable-amend", "GET", "", "302 403 403 200 403 403"),
    Line("transfers:uncomputable-amend", "POST", "", "302 403 403 200 403 403"),
    Line("transfers:due-runs", "GET", "", "302 403 403 200 200 403"),
    Line("transfers:due-run-now", "POST", "", "302 403 403 403 302 403"),
    Line("transfers:due-run-now", "GET", "", "302 405 405 405 405 405"),
    Line("transfers:rule-list", "GET", "", "302 200 200 200 200 200"),
    Line("transfers:why", "GET", "accepted", "302 200 200 200 200 404", "404 404"),
    Line("transfers:handover-list", "GET", "", "302 403 403 200 200 403"),
    Line("transfers:handover-create", "GET", "", "302 403 403 200 200 403"),
    Line("transfers:handover-create", "POST", "", "302 403 403 200 200 403"),
    Line("transfers:handover", "GET", "handover", "302 404 404 200 200 404", "404 404"),
    Line("transfers:handover-items", "GET", "handover", "302 404 404 200 200 404", "404 404"),
    Line("transfers:handover-act", "GET", "handover move", "302 404 404 200 200 404", "404 404"),
    Line("transfers:handover-act", "POST", "handover move", "302 404 404 422 422 404", "404 404"),
    Line(
        "transfers:handover-change", "POST", "handover change", "302 404 404 302 302 404", "404 404"
    ),
    Line(
        "transfers:handover-change", "GET", "handover change", "302 405 405 405 405 405", "405 405"
    ),
    Line("transfers:handover-resend", "POST", "handover", "302 404 404 302 302 404", "404 404"),
    Line("transfers:handover-receipt", "GET", "handover", "302 404 404 200 200 404", "404 404"),
    Line("transfers:handover-answers", "POST", "handover", "302 404 404 422 422 404", "404 404"),
    Line("transfers:handover-receipt-file", "GET", "handover", "302 404 404 404 404 404"),
    Line("transfers:handover-paper", "GET", "handover paper", "302 404 404 200 200 404", "404 404"),
    Line("transfers:package", "GET", "package", "302 404 404 200 200 404", "404 404"),
    Line("transfers:package-list", "GET", "package", "302 404 404 200 200 404", "404 404"),
    Line("transfers:package-code", "GET", "package", "302 404 404 200 200 404", "404 404"),
    Line("admin-door", "GET", "", "302 403 403 403 403 403"),
    Line("admin-logout", "POST", "", "302 302 302 302 302 302"),
    Line("admin-password", "GET", "", "302 302 302 302 302 302"),
    Line("admin-any-row", "GET", "any row", "302 404 404 404 404 404", "404 404"),
    Line("admin:index", "GET", "", "302 302 302 302 200 200"),
    Line("records:volume-create", "GET", "", "302 403 200 200 403 403"),
    Line("records:volume-create", "POST", "", "302 403 200 200 403 403"),
    Line("records:volume-register", "GET", "", "302 200 200 200 200 200"),
    Line("records:volume", "GET", "draft volume", "302 404 200 200 404 404", "404 404"),
    *(
        line
        for names, answers in (
            (("put", "take-out", "divide", "join"), "302 403 422 422 403 403"),
            (("place", "pages", "whole"), "302 403 302 302 403 403"),
        )
        for name in (f"records:volume-{name}" for name in names)
        for line in (
            Line(name, "POST", "draft volume", answers, "403 404"),
            Line(name, "GET", "draft volume", "302 405 405 405 405 405", "405 405"),
        )
    ),
    Line("records:volume-print", "GET", "draft volume", "302 200 200 200 200 404", "404 404"),
    Line("filing:batch-list", "GET", "", "302 403 200 200 200 403"),
    Line("filing:batch-create", "GET", "", "302 403 200 200 403 403"),
    Line("filing:batch-create", "POST", "", "302 403 200 200 403 403"),
    Line("filing:batch", "GET", "year batch", "302 404 200 200 200 404", "404 404"),
    Line("filing:batch-act", "GET", "year batch move", "302 404 200 200 403 404", "404 404"),
    Line("filing:batch-act", "POST", "year batch move", "302 404 302 302 403 404", "404 404"),
    *(
        line
        for names, answers in (
            (("put",), "302 403 302 302 403 403"),
            (("take-out",), "302 403 422 422 403 403"),
            (("tell",), "302 403 302 302 403 403"),
        )
        for name in (f"filing:batch-{name}" for name in names)
        for line in (
            Line(name, "POST", "year batch", answers, "403 404"),
            Line(name, "GET", "year batch", "302 405 405 405 405 405", "405 405"),
        )
    ),
    Line("filing:batch-point", "POST", "year batch", "302 403 403 422 403 403", "403 403"),
    Line("filing:batch-point", "GET", "year batch", "302 405 405 405 405 405", "405 405"),
    Line("filing:batch-paper", "GET", "year batch paper", "302 404 200 200 200 404", "404 404"),
    Line("filing:batch-item-remark", "POST", "year item", "302 403 403 422 403 403", "403 403"),
    Line("filing:batch-item-remark", "GET", "year item", "302 405 405 405 405 405", "405 405"),
    Line("filing:batch-item-judge", "POST", "year item", "302 403 403 422 403 403", "403 403"),
    Line("filing:batch-item-judge", "GET", "year item", "302 405 405 405 405 405", "405 405"),
    Line("filing:batch-item-reply", "POST", "year item", "302 403 422 422 403 403", "403 404"),
    Line("filing:batch-item-reply", "GET", "year item", "302 405 405 405 405 405", "405 405"),
    Line("filing:check-list", "GET", "", "302 403 200 200 200 403"),
    Line("filing:sequence-list", "GET", "", "302 403 200 200 200 403"),
    Line("filing:sequence-tell", "POST", "fonds", "302 403 422 422 403 403", "403 404"),
    Line("filing:sequence-tell", "GET", "fonds", "302 405 405 405 405 405", "405 405"),
    Line("filing:sequence-answer", "POST", "fonds", "302 403 422 422 403 403", "403 404"),
    Line("filing:sequence-answer", "GET", "fonds", "302 405 405 405 405 405", "405 405"),
    Line("filing:sequence-take-back", "POST", "numbers", "302 403 302 302 403 403", "403 404"),
    Line("filing:sequence-take-back", "GET", "numbers", "302 405 405 405 405 405", "405 405"),
    Line("admin-search", "GET", "", "302 302 302 302 200 200"),
    Line("admin:jsi18n", "GET", "", "302 302 302 302 200 200"),
    Line("admin:autocomplete", "GET", "", "302 302 302 302 403 403"),
    Line("admin:app_list", "GET", "app", "302 302 302 302 200 200", "302 302"),
]

# Names that lead to a view of ours before the admin's own is reached.
TAKEN = {
    "admin:login": "admin-door",
    "admin:logout": "admin-logout",
    "admin:password_change": "admin-password",
    "admin:view_on_site": "admin-any-row",
    "admin:search": "admin-search",
    "admin:password_change_done": "",
}

# What the admin's lists hold, which decides who may read and who may keep them.
ADMIN = {
    "kept": {
        "records.Category",
        "records.Department",
        "records.Fonds",
        "records.ReceivingArchive",
        "records.Unit",
        "records.User",
    },
    "published": {"records.DueRule"},
    "oversight": {
        "axes.AccessAttempt",
        "records.Entry",
    },
    "records": {
        "records.AccessRequest",
        "records.Amendment",
        "records.Certificate",
        "records.CodeAlias",
        "records.Hold",
        "records.DigitalCopy",
        "records.Grant",
        "records.Import",
        "records.Job",
        "records.Loan",
        "records.NumberSeries",
        "records.Record",
        "records.Visit",
        "filing.FilingBatch",
        "transfers.Due",
        "transfers.DueRun",
        "transfers.Handover",
        "transfers.Package",
        "transfers.Receipt",
        "transfers.Uncomputable",
    },
}

# Everybody else is sent from the admin's door (302) to the page that says no.
ADMIN_PAGES = {
    # kind: page: what supervisor and auditor get by GET, and what by POST
    "kept": {
        "changelist": ("200 200", "200 200"),
        "add": ("200 403", "200 403"),
        "change": ("200 200", "200 403"),
        "delete": ("403 403", "403 403"),
        "history": ("302 302", "302 302"),
    },
    "oversight": {
        "changelist": ("200 200", "200 200"),
        "add": ("403 403", "403 403"),
        "change": ("200 200", "403 403"),
        "delete": ("403 403", "403 403"),
        "history": ("302 302", "302 302"),
    },
    "records": {
        "changelist": ("200 403", "200 403"),
        "add": ("403 403", "403 403"),
        "change": ("200 403", "403 403"),
        "delete": ("403 403", "403 403"),
        "history": ("302 302", "302 302"),
    },
}
# A rule that was published is only ended: a change that says nothing changes nothing.
ADMIN_PAGES["published"] = ADMIN_PAGES["kept"] | {"change": ("200 200", "302 403")}


def admin_lines() -> list[Line]:
    """A line for each page of each of the admin's lists."""
    return [
        Line(
            f"admin:{label.lower().replace('.', '_')}_{page}",
            method,
            "" if page in {"changelist", "add"} else f"the {label}",
            f"302 302 302 302 {answers}",
            "" if page in {"changelist", "add"} else "302 302",
        )
        for kind, labels in ADMIN.items()
        for label in sorted(labels)
        for page, by_method in ADMIN_PAGES[kind].items()
        for method, answers in zip(("GET", "POST"), by_method, strict=True)
    ]


LINES = [*PAGES, *admin_lines()]
