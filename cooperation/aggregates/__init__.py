"""Queryset in, grouped rows out; the same functions serve the API, the exports and the page."""
