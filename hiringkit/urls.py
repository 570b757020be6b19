"""What is served where: the API's map is `urls_v1`, everything else is here."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path, register_converter
from django.views.generic import RedirectView

from hiringkit.api import docs, handlers, health
from hiringkit.api.ids import IdConverter
from hiringkit.people import account
from hiringkit.people.sign_in import views as sign_in
from interviews.pages import applications, scorecards
from interviews.pages import views as pages

register_converter(IdConverter, "id")

admin.site.site_header = admin.site.site_title = "Hiring Kit"
admin.site.index_title = "Recruiting and library"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("interviews/<id:pk>", pages.interview, name="interview-page"),
    path("interviews/<id:pk>/kit/print", pages.print_kit, name="interview-print"),
    path("interviews/<id:pk>/scorecard", scorecards.scorecard, name="scorecard-page"),
    path("interviews/<id:pk>/scorecard/amend", scorecards.amend_scorecard, name="amend-page"),
    path("applications/<id:pk>", applications.application, name="application-page"),
    path("sign-in", sign_in.sign_in, name="sign-in"),
    path("sign-in/link", sign_in.ask_link, name="ask-link"),
    path("sign-in/link/<str:token>", sign_in.sign_in_by_link, name="sign-in-by-link"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("account", account.account, name="account"),
    path("account/password", account.password, name="password"),
    path("favicon.ico", RedirectView.as_view(url=f"/{settings.STATIC_URL.strip('/')}/pages/icon.svg")),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("schema", docs.schema, name="schema"),
    path("openapi.json", docs.schema_json, name="schema-json"),
    path("docs", docs.docs, name="docs"),
    re_path(r"^admin$", RedirectView.as_view(pattern_name="admin:index", permanent=False)),
    path("admin/login/", RedirectView.as_view(pattern_name="sign-in", query_string=True), name="admin-login"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("hiringkit.urls_v1")),
]

handler400 = handlers.bad_request_view
handler403 = handlers.forbidden_view
handler404 = handlers.not_found_view
handler500 = handlers.server_error_view
