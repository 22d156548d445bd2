"""Users and groups."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db import models
from django.http import HttpRequest
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminSelectMultipleWidget

from sources.admin.base import CurationAdmin
from sources.models import Change

for model in (User, Group):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(User)
class CuratorAdmin(UserAdmin, CurationAdmin):
    """People who log in here. Nobody gives themselves more than they have."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["username", "first_name", "last_name", "is_active", "is_staff", "group_names"]
    list_filter = ["is_active", "is_staff", "is_superuser", "groups"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = ()
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Name", {"fields": ["first_name", "last_name", "email"]}),
        (
            "What they may do",
            {
                "fields": ["is_active", "is_staff", "groups", "is_superuser"],
                "description": "To log in here a user is active and “staff”, and in a group: curators write drafts, "
                "reviewers publish them, administrators manage users.",
            },
        ),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Users with their groups."""
        return super().get_queryset(request).prefetch_related("groups")

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Permissions come with groups, never one by one."""
        return ["groups"]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Only superusers make superusers."""
        reserved = [] if request.user.is_superuser else ["is_superuser"]
        return [*self.readonly_fields, *reserved]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only superusers change superusers."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or request.user.is_superuser or not obj.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Who stands in the ledger is made inactive, not deleted."""
        allowed = super().has_delete_permission(request, obj) and self.has_change_permission(request, obj)
        return allowed and (obj is None or not Change.objects.filter(by=obj).exists())

    @admin.display(description="Groups")
    def group_names(self, user: User) -> str:
        """The groups of a user."""
        return ", ".join(group.name for group in user.groups.all()) or "–"


@admin.register(Group)
class CuratorGroupAdmin(GroupAdmin, CurationAdmin):
    """Groups; `bootstrap` gives the three of the house their permissions."""

    search_fields = ["name"]
    filter_horizontal = ()

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Permissions are no records: they are chosen from the whole list."""
        return []

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest | None = None, **kwargs: Any
    ) -> Any:
        """Permissions with what their name needs."""
        if db_field.name == "permissions":
            kwargs["widget"] = UnfoldAdminSelectMultipleWidget(attrs={"size": 16})
            kwargs["queryset"] = Permission.objects.select_related("content_type")
        return super().formfield_for_manytomany(db_field, request, **kwargs)
