"""Addresses of the pages, and of what machines ask of a site."""

from django.urls import path

from cooperation.pages import operations, views

urlpatterns = [
    path("", views.landing, name="landing"),
    path("api/docs/", views.docs, name="docs"),
    path("api/redoc/", views.redoc, name="redoc"),
    path("healthz", operations.healthz, name="healthz"),
    path("readyz", operations.readyz, name="readyz"),
    path("metrics", operations.metrics, name="metrics"),
    path(".well-known/security.txt", operations.security_contact, name="security_contact"),
    path("robots.txt", views.robots, name="robots"),
]
