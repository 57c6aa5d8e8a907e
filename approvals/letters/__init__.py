"""The e-mails of approvals: one module for each kind, registered in `approvals.apps`."""
