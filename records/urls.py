from django.urls import path

from records.catalogue import views as catalogue
from records.imports import views as imports
from records.jobs import views as jobs

app_name = "records"
urlpatterns = [
    path("records/", catalogue.listing, name="record-list"),
    path("records/print/", catalogue.printed, name="record-print"),
    path("records/export/", catalogue.export, name="record-export"),
    path("records/export/<uuid:name>/", catalogue.exported, name="record-export-file"),
    path("jobs/", jobs.listing, name="job-list"),
    path("jobs/<int:pk>/", jobs.detail, name="job"),
    path("jobs/<int:pk>/cancel/", jobs.cancel, name="job-cancel"),
    path("imports/", imports.listing, name="import-list"),
    path("imports/new/", imports.create, name="import-create"),
    path("imports/example/", imports.template, name="import-example"),
    path("imports/<int:pk>/", imports.detail, name="import"),
    path("imports/<int:pk>/columns/", imports.mapping, name="import-mapping"),
    path("imports/<int:pk>/sheet/", imports.reopen, name="import-reopen"),
    path("imports/<int:pk>/commit/", imports.commit, name="import-commit"),
    path("imports/<int:pk>/discard/", imports.discard, name="import-discard"),
    path("imports/<int:pk>/marked/", imports.marked, name="import-marked"),
]
