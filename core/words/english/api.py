"""What the HTTP face and its client say."""

from __future__ import annotations

API = {
    "api.away": "ExamMentor cannot be reached just now. Try again.",
    "api.deep": "The body is nested deeper than {most} levels. Send it flatter.",
    "api.empty": "The body is empty. Send a JSON object.",
    "api.for_oneself": "A session is begun for oneself only. Leave user_id out.",
    "api.key_of_erased": "This Idempotency-Key has begun a session that was erased. Send a new key.",
    "api.key_taken": "This Idempotency-Key has begun a session from another body. Send a new key with this one.",
    "api.large_number": "The body has a number beyond 64 bits. Send a smaller one, or send it as text.",
    "api.no_action": "There is no action of that name. There are: {actions:joined}.",
    "api.not_json": "This cannot be sent as JSON: {why}.",
    "api.nul": "The body has text with a NUL character. Leave it out.",
    "api.token_missing": "Sign in first: send your token as Authorization: Bearer.",
    "api.unknown": "ExamMentor's API does not answer at this address. Check it and try again.",
}
