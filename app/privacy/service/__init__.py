"""What players can do with their own data: take it along, and leave."""

from app.privacy.service.exporting import export
from app.privacy.service.leaving import erase_again, leave, list_erasures, prospect, remove_people

__all__ = ["erase_again", "export", "leave", "list_erasures", "prospect", "remove_people"]
