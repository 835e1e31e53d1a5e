"""The pages in every foot are there, and name the host."""

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.programme.help_views import PAGES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_there_for_anybody_and_says_whom_to_write_to(name: str, client: Client) -> None:
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert "hello@folkmoot.example" in page.text
    assert reverse("help") in page.text
