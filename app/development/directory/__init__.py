"""A stand-in for Keycloak, for development and tests: the same HTTP, one process, no Java.

Read it in the order of a sign-in: `config` (who may ask), `signin` (the form, the code),
`token_endpoint` (code to tokens), `tokens` (what is signed), `sessions` (what is remembered),
`logout`.  Apart from that: `administration` (people and groups, as an administrator sees them) over
`state` (the one JSON file).
"""

from app.development.directory.config import Client, Config, DemoPerson, Lifespans
from app.development.directory.server import CannotStart, build, serve

__all__ = ["CannotStart", "Client", "Config", "DemoPerson", "Lifespans", "build", "serve"]
