"""Property tests take the time they need and the same examples on every machine."""

from hypothesis import settings

settings.register_profile("coalface", deadline=None, derandomize=True)
settings.load_profile("coalface")
