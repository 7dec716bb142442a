"""Pages for those who run a community."""

from app.pages.web.administration.analytics import show_analytics
from app.pages.web.administration.audit import audit_page
from app.pages.web.administration.competitions import CompetitionsController
from app.pages.web.administration.entries import EntriesController
from app.pages.web.administration.exports import ExportsController
from app.pages.web.administration.exposure import ExposureLimitsController
from app.pages.web.administration.playing import CompetitionController
from app.pages.web.administration.points import PointsPagesController
from app.pages.web.administration.reports import ReportsController
from app.pages.web.administration.settings import CompetitionSettingsController
from app.pages.web.administration.vouchers import VoucherPagesController

CONTROLLERS = (
    CompetitionsController,
    CompetitionController,
    CompetitionSettingsController,
    EntriesController,
    ExportsController,
    ExposureLimitsController,
    PointsPagesController,
    ReportsController,
    audit_page,
    show_analytics,
    VoucherPagesController,
)
