"""Settings and who is asking, made into a service. The only importer of adapters."""

from core.api.addresses import is_loopback, names_this_computer
from core.bootstrap.seats import Seat, sign_in, sign_out, take_seat
from core.bootstrap.services import (
    SystemClock,
    api_context,
    build_agents,
    build_service,
    check_store,
    erase_user,
    give_role,
    migrate_database,
    new_id,
    open_api,
    open_own_service,
)
from core.bootstrap.settings import Settings, load_settings
from core.bootstrap.stores import (
    check_embedded,
    embedded_because,
    is_multi_user,
    open_remote,
    open_store,
    schema_note,
    supabase_problem,
    warn_once,
)
from core.bootstrap.traces import open_accounts, open_sign_ins
from core.stores.migration_files import ahead, behind
from core.stores.sqlite.copies import copies_of, newest_copy
from core.stores.sqlite.copies import restore as restore_copy
from core.study.service import StudyService

__all__ = [
    "Seat",
    "Settings",
    "StudyService",
    "SystemClock",
    "ahead",
    "api_context",
    "behind",
    "build_agents",
    "build_service",
    "check_embedded",
    "check_store",
    "copies_of",
    "embedded_because",
    "erase_user",
    "give_role",
    "is_loopback",
    "is_multi_user",
    "load_settings",
    "migrate_database",
    "names_this_computer",
    "new_id",
    "newest_copy",
    "open_accounts",
    "open_api",
    "open_own_service",
    "open_remote",
    "open_sign_ins",
    "open_store",
    "restore_copy",
    "schema_note",
    "sign_in",
    "sign_out",
    "supabase_problem",
    "take_seat",
    "warn_once",
]
