from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from archive_center.home import views as home
from archive_center.oversight import views as oversight
from archive_center.sign_in import views as sign_in
from archive_center.trail import views as trail

urlpatterns = [
    path("", home.desk, name="desk"),
    path("tasks/", home.tasks, name="desk-tasks"),
    path("sign-in/", sign_in.SignIn.as_view(), name="login"),
    path("sign-in/again/", sign_in.SignInAgain.as_view(), name="sign-in-again"),
    path("sign-out/", sign_in.SignOut.as_view(), name="logout"),
    path("password/", sign_in.password, name="password_change"),
    path("password/<slug:code>/", sign_in.by_link, name="password-by-link"),
    path("people/<int:pk>/password-link/", sign_in.make_link, name="password-link"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("", include("records.urls")),
    path("", include("transfers.urls")),
    path("", include("stacks.urls")),
    path("", include("filing.urls")),
    path("trail/", trail.listing, name="trail"),
    path("trail/<int:pk>/", trail.detail, name="trail-entry"),
    path("trail/check/", trail.check, name="trail-check"),
    path("trail/export/", trail.export, name="trail-export"),
    path("search-index/", oversight.index, name="search-index"),
    path("admin/login/", login_not_required(sign_in.admin_door), name="admin-door"),
    path("admin/logout/", sign_in.SignOut.as_view(), name="admin-logout"),
    path(
        "admin/password_change/",
        RedirectView.as_view(pattern_name="password_change"),
        name="admin-password",
    ),
    path("admin/search/", oversight.search, name="admin-search"),
    path("admin/r/<path:row>/", oversight.closed, name="admin-any-row"),
    path("admin/", admin.site.urls),
]
