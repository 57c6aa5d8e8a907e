"""The letters of approvals: one module for each group of occasions, registered in `approvals.apps`.

Those to people with an account are notices: `approvals.notifying` posts them when something has happened.
"""
