"""A file of rooms for a meeting tool that takes one."""

from __future__ import annotations

import csv
import io

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from folkmoot.people.models import Person
from folkmoot.programme.access import facilitators_only, session_with_bookings_for
from folkmoot.record.models import Group, Grouping

HEADINGS = ("Pre-assign Room Name", "Email Address")
"""As Zoom's own template has them. It knows people by their address alone."""


@never_cache
@require_safe
@facilitators_only
def rooms_file(request: HttpRequest, session_id: str) -> HttpResponse:
    """Who goes to which room, for Zoom; for those who see the bookings, because it holds addresses.

    Who gave no address, or is in the call only, is moved by hand: the sheet lists them.
    """
    session = session_with_bookings_for(request, session_id)
    grouping = Grouping.objects.filter(id=request.GET.get("groups", ""), session=session).first()
    if grouping is None:
        raise Http404("Those groups are gone. Open the move sheet again.")
    content = rooms_csv(grouping)
    name = f'attachment; filename="rooms-{session.slug}.csv"'
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


def rooms_csv(grouping: Grouping) -> str:
    """The rows of a file of rooms, in the order of rooms and of turns."""
    groups = Group.objects.filter(grouping=grouping).order_by("number")
    emails = dict(Person.objects.filter(id__in=[p for g in groups for p in g.members]).values_list("id", "email"))
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(HEADINGS)
    rows.writerows((f"Room {g.number}", emails[p]) for g in groups for p in g.members if emails.get(p))
    return written.getvalue()
