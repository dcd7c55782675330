from django.urls import path

from transfers.due import views as due

app_name = "transfers"
urlpatterns = [
    path("due/", due.listing, name="due-list"),
    path("due/unknown/", due.uncomputable, name="uncomputable-list"),
    path("due/runs/", due.runs, name="due-runs"),
    path("due/runs/start/", due.run_now, name="due-run-now"),
    path("due/rules/", due.rules, name="rule-list"),
    path("due/why/<int:pk>/", due.why, name="why"),
]
