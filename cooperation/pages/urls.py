"""Addresses of the pages, and of what machines ask of a site."""

from django.urls import path

from cooperation.pages import views

urlpatterns = [
    path("", views.landing, name="landing"),
    path("api/docs/", views.docs, name="docs"),
    path("api/redoc/", views.redoc, name="redoc"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
]
