"""Static files under ASGI: each is sent whole, being small; streaming it in pieces would hold up the event loop."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # whitenoise has no types
    """WhiteNoise, whose answers the asynchronous server can send as they are."""

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponseBase:
        """Answer with the file, read whole."""
        streamed: HttpResponseBase = WhiteNoiseMiddleware.serve(static_file, request)
        if not isinstance(streamed, FileResponse):
            return streamed
        whole = HttpResponse(streamed.getvalue(), status=streamed.status_code, headers=dict(streamed.items()))
        streamed.close()
        return whole
