"""What is served where: the API's map is `urls_v1`, everything else is here."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from hiringkit.api import docs, handlers, health

admin.site.site_header = admin.site.site_title = "Hiring Kit"
admin.site.index_title = "Recruiting and library"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="docs", permanent=False)),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("schema", docs.schema, name="schema"),
    path("openapi.json", docs.schema_json, name="schema-json"),
    path("docs", docs.docs, name="docs"),
    re_path(r"^admin$", RedirectView.as_view(pattern_name="admin:index", permanent=False)),
    path("admin/", admin.site.urls),
    path("api/v1/", include("hiringkit.urls_v1")),
]

handler400 = handlers.bad_request_view
handler403 = handlers.forbidden_view
handler404 = handlers.not_found_view
handler500 = handlers.server_error_view
