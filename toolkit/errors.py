"""The one exception of a run that cannot go on, and the exit codes of the command line."""

from enum import IntEnum

from toolkit.filenames import printable


class ExitCode(IntEnum):
    """What a command tells its caller; the numbers are part of the documented interface."""

    CLEAN = 0
    USAGE = 2
    WORKBOOK_ERRORS = 3
    PLAN_UNUSABLE = 4
    OUTPUT_UNWRITABLE = 5
    MAIL_FAILED = 6


class ToolkitError(Exception):
    """The run cannot go on. Carries one Vietnamese sentence for staff and the exit code.

    Caught once, in the command group. A fault in one unit's workbook is never this: it is an `Issue`.
    """

    def __init__(self, sentence: str, exit_code: ExitCode) -> None:
        # Names of files stand in it.
        self.sentence = printable(sentence)
        super().__init__(self.sentence)
        self.exit_code = exit_code


class UsageError(ToolkitError):
    """The command was asked for something that does not exist or does not make sense."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, ExitCode.USAGE)


class PlanError(ToolkitError):
    """The plan workbook cannot be used."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, ExitCode.PLAN_UNUSABLE)


class OutputError(ToolkitError):
    """A result cannot be written; what was there before is untouched."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, ExitCode.OUTPUT_UNWRITABLE)


class MachineError(ToolkitError):
    """The machine does not let the program work; nothing was written."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, ExitCode.OUTPUT_UNWRITABLE)


class MailError(ToolkitError):
    """Mail was not sent, or not to everyone, or it is not known whether it was."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, ExitCode.MAIL_FAILED)
