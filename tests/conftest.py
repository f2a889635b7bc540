"""Settings for all tests: property tests are repeatable, never timed, and leave no database behind."""

from __future__ import annotations

import signal
import threading

from hypothesis import settings

# A test run started in the background ignores Ctrl-C, and so would the commands it starts; the tests send it to them.
if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("hpcskills", deadline=None, database=None, derandomize=True, max_examples=60)
settings.load_profile("hpcskills")
