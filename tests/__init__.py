"""Tests, in folders named after the apps. The people in them are in `cast.py`, what they start from in `factories.py`."""
