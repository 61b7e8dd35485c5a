"""What the command line says."""

from __future__ import annotations

COMMANDS = {
    "command.few_sentences": "{file} has too few sentences that can be asked about. Try a longer document.",
    "command.file_is_there": "There is a file {file} already. With --overwrite it is replaced.",
    "command.not_read": "{file} cannot be read: {why}.",
    "command.not_written": "{file} cannot be written: {why}.",
    "command.questions": "A quiz has 1 to 100 questions. Change --n.",
}
