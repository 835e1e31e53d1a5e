"""What the web server in front is told: Caddy, which sees to its certificate itself, or nginx; and the service."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

LARGEST_UPLOAD = "25m"
PAGES_WAIT_SECONDS = 60
SOCKETS_WAIT_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Site:
    """Where people go, and where Folkmoot listens. `own_certificate`: Caddy signs one itself, for a trial."""

    address: str
    port: int
    own_certificate: bool = False

    @property
    def host(self) -> str:
        """The name that people type."""
        return urlsplit(self.address).hostname or ""


def caddy(site: Site) -> str:
    """The Caddyfile of a site. Caddy fetches its certificate and renews it."""
    own = "\ttls internal\n" if site.own_certificate else ""
    return f"""# Written by “folkmoot setup”.
{site.address} {{
{own}\tencode gzip
\trequest_body {{
\t\tmax_size {LARGEST_UPLOAD.upper()}B
\t}}
\theader Strict-Transport-Security "max-age=31536000"
\treverse_proxy 127.0.0.1:{site.port}
}}
"""


def nginx(site: Site) -> str:
    """The configuration of a site for nginx, with the certificate where certbot puts it."""
    certificate = f"/etc/letsencrypt/live/{site.host}"
    return f"""# Written by “folkmoot setup”. First: certbot certonly --webroot -w /var/www/html -d {site.host}
map $http_upgrade $folkmoot_connection {{
    default upgrade;
    ''      '';
}}
server {{
    listen 80;
    listen [::]:80;
    server_name {site.host};
    location /.well-known/acme-challenge/ {{ root /var/www/html; }}
    location / {{ return 301 https://$host$request_uri; }}
}}
server {{
    listen 443 ssl http2;
    listen [::]:443 ssl http2;
    server_name {site.host};
    ssl_certificate {certificate}/fullchain.pem;
    ssl_certificate_key {certificate}/privkey.pem;
    add_header Strict-Transport-Security "max-age=31536000" always;
    client_max_body_size {LARGEST_UPLOAD};
    access_log off;  # addresses of pages carry personal links
    location / {{
        proxy_pass http://127.0.0.1:{site.port};
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto https;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $folkmoot_connection;
        proxy_read_timeout {PAGES_WAIT_SECONDS}s;
    }}
    location /live/ {{
        proxy_pass http://127.0.0.1:{site.port};
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto https;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $folkmoot_connection;
        proxy_buffering off;
        proxy_read_timeout {SOCKETS_WAIT_SECONDS}s;
    }}
}}
"""


def service(site: Site, *, user: str, data: Path, settings: Path) -> str:
    """The service for systemd: started with the computer, started again after a fault, and kept to its own folder."""
    program = Path(sys.executable).parent / "folkmoot"
    return f"""# Written by “folkmoot setup”.
[Unit]
Description=Folkmoot
After=network-online.target
Wants=network-online.target

[Service]
User={user}
Environment="FOLKMOOT_SETTINGS={settings}"
ExecStart={program} serve --port {site.port}
Restart=always
RestartSec=2
TimeoutStopSec=20
UMask=0027
NoNewPrivileges=yes
PrivateTmp=yes
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={data}

[Install]
WantedBy=multi-user.target
"""
