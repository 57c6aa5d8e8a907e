"""Tables of accounts."""

from accounts.models.offices import Office, Role, RoleAssignment
from accounts.models.tokens import ApiToken
from accounts.models.users import User

__all__ = ["ApiToken", "Office", "Role", "RoleAssignment", "User"]
