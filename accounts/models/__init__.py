"""Tables of accounts."""

from accounts.models.offices import KEEPING_ROLES, Office, Role, RoleAssignment
from accounts.models.tokens import ApiToken
from accounts.models.users import User

__all__ = ["KEEPING_ROLES", "ApiToken", "Office", "Role", "RoleAssignment", "User"]
