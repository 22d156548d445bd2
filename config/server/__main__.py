"""Serve the site: python -m config.server --host 127.0.0.1 --port 8000 --workers 2"""

import argparse
import os
import resource

import uvicorn

# Seconds that requests under way are given when the server is stopped.
GRACE = 3


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description="Serve the site.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1)
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    allow_open_files()
    uvicorn.run(
        "config.asgi:application",
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
        loop="uvloop",
        http="config.server.connections:BoundedProtocol",  # type: ignore[arg-type]
        ws="none",
        lifespan="off",
        # Who asks is found out by TRUSTED_PROXIES, and what is logged by LOG_LEVEL.
        proxy_headers=False,
        access_log=False,
        server_header=False,
        log_level="error",
        timeout_graceful_shutdown=GRACE,
    )


def allow_open_files() -> None:
    """Every connection is an open file: as many as the system lets us have."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    main()
