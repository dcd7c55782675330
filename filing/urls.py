from django.urls import path

from filing.batches import views as batches
from filing.checks import views as checks
from filing.sequences import views as sequences

app_name = "filing"
urlpatterns = [
    path("filing/", batches.listing, name="batch-list"),
    path("filing/new/", batches.create, name="batch-create"),
    path("filing/<int:pk>/", batches.detail, name="batch"),
    path("filing/<int:pk>/act/<str:name>/", batches.move, name="batch-act"),
    path("filing/<int:pk>/put/", batches.put_in, name="batch-put"),
    path("filing/<int:pk>/take-out/", batches.take_out, name="batch-take-out"),
    path("filing/<int:pk>/account/", batches.tell, name="batch-tell"),
    path("filing/<int:pk>/point/", batches.answer_point, name="batch-point"),
    path("filing/<int:pk>/paper/<str:kind>/", batches.paper, name="batch-paper"),
    path("filing/items/<int:pk>/remark/", batches.remark, name="batch-item-remark"),
    path("filing/items/<int:pk>/reply/", batches.reply, name="batch-item-reply"),
    path("filing/items/<int:pk>/judge/", batches.judge, name="batch-item-judge"),
    path("filing/checks/", checks.listing, name="check-list"),
    path("filing/numbers/", sequences.listing, name="sequence-list"),
    path("filing/numbers/<int:fonds>/", sequences.tell, name="sequence-tell"),
    path("filing/numbers/<int:fonds>/answer/", sequences.answer, name="sequence-answer"),
    path("filing/numbers/answers/<int:pk>/", sequences.take_back, name="sequence-take-back"),
]
