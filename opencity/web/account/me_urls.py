from __future__ import annotations

from django.urls import path

from opencity.web.account import me

urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/follows/<int:pk>/stop/", me.unfollow, name="me_unfollow"),
]
