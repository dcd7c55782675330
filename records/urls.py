from django.urls import path

from records.jobs import views as jobs

app_name = "records"
urlpatterns = [
    path("jobs/", jobs.listing, name="job-list"),
    path("jobs/<int:pk>/", jobs.detail, name="job"),
    path("jobs/<int:pk>/cancel/", jobs.cancel, name="job-cancel"),
]
