from django.urls import path

from records.amendments import views as amendments
from records.catalogue import views as catalogue
from records.copies import views as copies
from records.holdings import views as holdings
from records.imports import views as imports
from records.jobs import views as jobs
from records.loans import views as loans
from records.notices import views as notices
from records.requests import views as requests
from records.viewer import views as viewer

app_name = "records"
urlpatterns = [
    path("records/", catalogue.listing, name="record-list"),
    path("records/conditions/", catalogue.conditions, name="record-conditions"),
    path("records/print/", catalogue.printed, name="record-print"),
    path("records/export/", catalogue.take, name="record-export"),
    path("records/export/<uuid:name>/", catalogue.taken, name="record-export-file"),
    path("records/accept/", catalogue.accept, name="record-list-accept"),
    path("records/new/", holdings.create, name="record-create"),
    path("records/new/code/", holdings.code_preview, name="record-code-preview"),
    path("records/new/offices/", holdings.units, name="record-units"),
    path("records/<int:pk>/", holdings.detail, name="record"),
    path("records/<int:pk>/beside/", catalogue.beside, name="record-beside"),
    path("records/<int:pk>/edit/", holdings.edit, name="record-edit"),
    path("records/<int:pk>/read/", viewer.first, name="record-read-first"),
    path(
        "records/<int:pk>/read/beside/",
        catalogue.beside,
        {"to": "records:record-read-first"},
        name="record-read-beside",
    ),
    path("records/<int:pk>/read/<int:copy>/", viewer.read, name="record-read"),
    path("records/<int:pk>/pages/", viewer.thumbnails, name="record-pages"),
    path("records/<int:pk>/history/", holdings.history, name="record-history"),
    path("records/<int:pk>/act/<str:name>/", holdings.move, name="record-act"),
    path("records/<int:pk>/code/", holdings.alias, name="record-alias"),
    path("records/<int:pk>/components/", holdings.add_component, name="component-add"),
    path("records/<int:pk>/amend/", amendments.create, name="record-amend"),
    path(
        "records/<int:pk>/amend/components/",
        amendments.create_of_components,
        name="record-amend-components",
    ),
    path("records/<int:pk>/amendments/", amendments.of_record, name="record-amendments"),
    path("amendments/", amendments.listing, name="amendment-list"),
    path("amendments/<int:pk>/", amendments.detail, name="amendment"),
    path("amendments/<int:pk>/act/<str:name>/", amendments.move, name="amendment-act"),
    path("records/<int:pk>/loans/", loans.of_record, name="record-loans"),
    path("loans/", loans.listing, name="loan-list"),
    path("loans/new/", loans.create, name="loan-create"),
    path("loans/pick-list/", loans.pick_list, name="loan-pick-list"),
    path("loans/register/", loans.register, name="loan-register"),
    path("loans/<int:pk>/", loans.detail, name="loan"),
    path("loans/<int:pk>/act/<str:name>/", loans.move, name="loan-act"),
    path("loans/<int:pk>/return/", loans.take_back, name="loan-return"),
    path("records/<int:pk>/files/", copies.add_files, name="component-files"),
    path("records/<int:pk>/order/", holdings.place_component, name="component-place"),
    path("components/<int:pk>/", holdings.component, name="component"),
    path("components/<int:pk>/remove/", copies.remove, name="component-remove"),
    path("components/<int:pk>/copies/", copies.upload, name="copy-upload"),
    path("copies/<int:pk>/", copies.download, name="copy-download"),
    path("copies/<int:pk>/pages/<int:number>/<int:width>/", viewer.image, name="copy-page"),
    path("copies/<int:pk>/pages/<int:number>/text/", viewer.text, name="copy-page-text"),
    path("copies/<int:pk>/pages/<int:number>/marks/", viewer.marks, name="copy-page-marks"),
    path("copies/<int:pk>/verify/", copies.verify, name="copy-verify"),
    path("copies/<int:pk>/discard/", copies.discard, name="copy-discard"),
    path("jobs/", jobs.listing, name="job-list"),
    path("jobs/<int:pk>/", jobs.detail, name="job"),
    path("jobs/<int:pk>/cancel/", jobs.cancel, name="job-cancel"),
    path("requests/", requests.listing, name="request-list"),
    path("requests/new/", requests.create, name="request-create"),
    path("requests/<int:pk>/", requests.detail, name="request"),
    path("requests/<int:pk>/act/<str:name>/", requests.move, name="request-act"),
    path("notices/", notices.listing, name="notice-list"),
    path("notices/read/", notices.read_all, name="notice-read-all"),
    path("notices/address/", notices.address, name="notice-address"),
    path("notices/<int:pk>/read/", notices.read, name="notice-read"),
    path("imports/", imports.listing, name="import-list"),
    path("imports/new/", imports.create, name="import-create"),
    path("imports/example/", imports.template, name="import-example"),
    path("imports/<int:pk>/", imports.detail, name="import"),
    path("imports/<int:pk>/columns/", imports.mapping, name="import-mapping"),
    path("imports/<int:pk>/sheet/", imports.reopen, name="import-reopen"),
    path("imports/<int:pk>/right/", imports.put_right, name="import-right"),
    path("imports/<int:pk>/act/<str:name>/", imports.move, name="import-act"),
    path("imports/<int:pk>/marked/", imports.marked, name="import-marked"),
]
