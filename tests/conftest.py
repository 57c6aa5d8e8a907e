"""What every test may use. Fixtures live in the modules named here, each about one thing."""

from hypothesis import settings

pytest_plugins = ["tests.infrastructure", "tests.collector", "tests.chromium", "tests.cast", "tests.mail_server"]

settings.register_profile("small", max_examples=50, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=3000, deadline=None)
settings.load_profile("small")
