"""As much punctuality as the system grants to this process."""

import contextlib
import gc
import os

FIFO_PRIORITY = 20
NICENESS = -15


def be_punctual() -> str:
    """Ask for real-time scheduling, else for precedence, and stop the garbage collector. Says what was granted."""
    gc.collect()
    gc.freeze()
    gc.disable()
    if hasattr(os, "sched_setscheduler"):
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(FIFO_PRIORITY))
            return "real-time scheduling"
    if hasattr(os, "setpriority"):
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
            return "high priority"
    return "ordinary priority"
