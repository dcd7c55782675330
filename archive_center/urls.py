from django.urls import include, path

urlpatterns = [
    path("records/", include("records.urls")),
    path("transfers/", include("transfers.urls")),
]
