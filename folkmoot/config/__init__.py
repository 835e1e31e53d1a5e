"""Settings, urls, asgi and start-up checks: wiring only, no logic."""
