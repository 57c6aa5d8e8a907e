"""`make bench`: how fast the law and approvals are. Measures and reports; no test, since it never fails for being slow.

`BENCH_SIZE` is the number of agreements (100,000 unless said). The database server is a temporary one of its own.
"""
