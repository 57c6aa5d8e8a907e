"""Tests, in folders named after the apps. The people are in `cast.py`, what they start from in `factories.py`."""
