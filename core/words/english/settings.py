"""What the environment sets."""

from __future__ import annotations

SETTINGS = {
    "settings.key_refused": "SUPABASE_KEY is refused by {url}.",
    "settings.missing": "{variable} is missing; both are needed.",
    "settings.no_file": "{variable} names {file}, where there is no file. Set it right, or take it out.",
    "settings.no_project": "SUPABASE_URL is not the address of a project, such as https://NAME.supabase.co.",
    "settings.no_token": (
        "Study is kept in Supabase, and EXAMMENTOR_TOKEN is missing. Set it to the access token of the learner "
        "whose study it is."
    ),
    "settings.no_zone": "There is no time zone of that name. Give its IANA name, as Europe/Berlin or Asia/Kolkata.",
    "settings.not_https": "SUPABASE_URL must begin with https://; passwords and tokens go there.",
    "settings.not_ready": "The database at {url} is not ready ({why}) Run `python -m core migrate`.",
    "settings.not_utf8": "{file} is not UTF-8 text. Save it as that.",
    "settings.secret_key": (
        "SUPABASE_KEY is a secret key, which opens everybody's data. Use the publishable (or anon) key."
    ),
    "settings.unknown_key": "SUPABASE_KEY is neither a publishable (sb_publishable_…) nor an anon key.",
    "settings.wrong": "The settings cannot be used. {wrong}.",
}
