"""The law of agreements: from parties, acts and clauses to force periods, deadlines and what is missing.

Pure: no Django, no clock, no database. `determine(instrument)` is the way in; `instrument.py` says what it takes,
`results.py` what it gives, `clauses.py` how an agreement's own rules are written as data, `sentences.py` what it says.
"VCLT" is the Vienna Convention on the Law of Treaties (1969); where an organisation is a party, the convention of 1986
is cited instead.
"""
