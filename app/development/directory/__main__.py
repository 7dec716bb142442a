"""`python -m app.development.directory`: the directory as a process of its own."""

import argparse
import os
import sys
from pathlib import Path

from app.development.directory.config import Config, usual_clients
from app.development.directory.server import CannotStart, serve


def main() -> int:
    options = _options()
    environ = os.environ
    try:
        config = Config(
            environment=environ.get("POINTSBOOK_ENVIRONMENT", "production"),
            base_url=options.base_url or f"http://{options.host}:{options.port}",
            state=options.state,
            clients=usual_clients(
                options.app_url,
                web_secret=environ.get("POINTSBOOK_KEYCLOAK_WEB_SECRET", "development"),
                service_secret=environ.get("POINTSBOOK_KEYCLOAK_SERVICE_SECRET", "development"),
            ),
        )
        serve(config, host=options.host, port=options.port)
    except CannotStart as reason:
        print(reason, file=sys.stderr)  # noqa: T201 - it is the answer of a command
        return 1
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="directory", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address (%(default)s)")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--base-url", help="how browsers reach it, if not by host and port")
    parser.add_argument("--app-url", default="http://localhost:8000", help="%(default)s")
    parser.add_argument("--state", type=Path, required=True, help="the file that remembers people")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
