"""What went on, month by month: as a page and as a file."""

from dataclasses import astuple, fields

from litestar import Controller, Response, get
from litestar.response import Template

from app.audit.rules import csv_of
from app.pages.store import reports as store
from app.plumbing.access import admins
from app.plumbing.web import Provided, Reading
from app.tenants.rules import Community

MONTHS = 12


class ReportsController(Controller):
    path = "/admin/reports"
    guards = (admins,)

    @get()
    async def index(self, reading: Reading, community: Provided[Community]) -> Template:
        zone = community.settings.time_zone
        months = await store.list_months(reading, zone=zone, months=MONTHS)
        return Template("pages/admin/reports.html", context={"months": months, "zone": zone})

    @get("/months.csv", media_type="text/csv")
    async def months(self, reading: Reading, community: Provided[Community]) -> Response[str]:
        zone = community.settings.time_zone
        months = await store.list_months(reading, zone=zone, months=MONTHS)
        lines = [csv_of(*(field.name for field in fields(store.Month)))]
        lines += [csv_of(*astuple(month)) for month in months]
        headers = {"Content-Disposition": 'attachment; filename="months.csv"'}
        return Response("".join(lines), media_type="text/csv", headers=headers)
