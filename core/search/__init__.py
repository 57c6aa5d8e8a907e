"""Search over everything in the register: what may be asked, what is found, how well it fits, where the words stand.

Upper apps declare what can be found (`core.search.sources`); the database keeps the entries true (docs/search.md).
"""
