from django.urls import path

from filing.sequences import views as sequences

app_name = "filing"
urlpatterns = [
    path("filing/numbers/", sequences.listing, name="sequence-list"),
    path("filing/numbers/<int:fonds>/", sequences.tell, name="sequence-tell"),
    path("filing/numbers/<int:fonds>/answer/", sequences.answer, name="sequence-answer"),
    path("filing/numbers/answers/<int:pk>/", sequences.take_back, name="sequence-take-back"),
]
