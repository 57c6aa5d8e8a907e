"""The demonstration register: what two published documents say, fact by fact, and what is plainly marked as demo.

Read documents.py for the sources and their sentences, then institutions.py, subjects.py, agreement.py, programme.py
and activities.py for what is taken from them; people.py holds the demo office and log-ins; loading.py brings it all in.
"""
