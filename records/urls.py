from django.urls import path

from records.catalogue import views as catalogue
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
]
