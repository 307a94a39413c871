"""The processes that read what people sent, started before anything else: they import while the command does."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.isolation import Workers


def begin_reading(module: str, count: int = 0) -> "Workers":
    """The processes of this run, already starting; each imports the module that it will need first.

    Args:
        module: what reads.
        count: how many; 0 is one for each processor.
    """
    from toolkit import isolation

    workers = isolation.workers(count)
    workers.warm(module)
    return workers
