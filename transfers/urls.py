from django.urls import path

from transfers.due import views as due
from transfers.handover import views as handover
from transfers.packages import views as packages

app_name = "transfers"
urlpatterns = [
    path("due/", due.listing, name="due-list"),
    path("due/unknown/", due.uncomputable, name="uncomputable-list"),
    path("due/unknown/amend/", due.amend, name="uncomputable-amend"),
    path("due/runs/", due.runs, name="due-runs"),
    path("due/runs/start/", due.run_now, name="due-run-now"),
    path("due/rules/", due.rules, name="rule-list"),
    path("due/why/<int:pk>/", due.why, name="why"),
    path("handovers/", handover.listing, name="handover-list"),
    path("handovers/new/", handover.create, name="handover-create"),
    path("handovers/<int:pk>/", handover.detail, name="handover"),
    path("handovers/<int:pk>/records/", handover.items, name="handover-items"),
    path("handovers/<int:pk>/act/receipt/", handover.receipt, name="handover-receipt"),
    path("handovers/<int:pk>/act/<str:name>/", handover.move, name="handover-act"),
    path("handovers/<int:pk>/change/<str:name>/", handover.change, name="handover-change"),
    path("handovers/<int:pk>/again/", handover.resend, name="handover-resend"),
    path("handovers/<int:pk>/receipt/table/", handover.answers, name="handover-answers"),
    path("handovers/<int:pk>/receipt/file/", handover.receipt_file, name="handover-receipt-file"),
    path("handovers/<int:pk>/paper/<str:kind>/", handover.paper, name="handover-paper"),
    path("packages/<int:pk>/", packages.download, name="package"),
    path("packages/<int:pk>/list/", packages.transfer_list, name="package-list"),
    path("packages/<int:pk>/code/", packages.code, name="package-code"),
]
