"""The administration site: what every app's admin.py is made of.

Administrators set up users, offices and vocabularies here. Records of the register are shown, never changed: each
change of theirs is an action of its app, and the pages and the API are the doors to it.
"""
