"""The content-security policy, what never reaches a page, and what every page frame needs to know."""

import secrets
from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.utils.deprecation import MiddlewareMixin

NUL = "\x00"

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; "
    "connect-src 'self' {sockets}; frame-ancestors 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
)


class ContentSecurityPolicy:
    """Gives every request a nonce and every answer the strict policy: nothing inline, nothing from elsewhere."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """Answer the request with the policy's header on it."""
        request.csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]  # a per-request value that templates read
        answer = self.get_response(request)
        if isinstance(answer, HttpResponseBase):
            return self._mark(request, answer)
        return self._mark_later(request, answer)

    async def _mark_later(self, request: HttpRequest, answer: Awaitable[HttpResponseBase]) -> HttpResponseBase:
        return self._mark(request, await answer)

    def _mark(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        nonce: str = request.csp_nonce  # type: ignore[attr-defined]  # set above
        sockets = settings.PUBLIC_URL.replace("http", "ws", 1)
        response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce, sockets=sockets))
        return response


class NoNulls(MiddlewareMixin):
    """Takes the character NUL out of forms and queries: nobody types it, and PostgreSQL fails on it."""

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        """Before any page looks at what was sent. Raises Http404 for an address with a NUL in it."""
        if NUL in request.path_info:
            raise Http404("There is no such page.")
        if _has_nul(request.GET):
            request.GET = _without_nul(request.GET)  # type: ignore[assignment]  # Django's own is immutable by type
        if request.method == "POST" and _has_nul(request.POST):
            request.POST = _without_nul(request.POST)  # type: ignore[assignment]  # see GET above: immutable by type


def _has_nul(sent: QueryDict) -> bool:
    return any(NUL in part for name, values in sent.lists() for part in (name, *map(str, values)))


def _without_nul(sent: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True)
    for name, values in sent.lists():
        clean.setlist(name.replace(NUL, ""), [str(value).replace(NUL, "") for value in values])
    return clean


def page_frame(request: HttpRequest) -> dict[str, object]:
    """What templates/base.html needs on every page: the host's name, contact and the nonce."""
    return {
        "host_name": settings.HOST_NAME,
        "host_email": settings.HOST_EMAIL,
        "demo": settings.DEMO,
        "csp_nonce": getattr(request, "csp_nonce", ""),
    }
