"""A landed migration stays as it landed; it may gain one thing alone, a guard."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest

from core.stores.migration_files import migration_files
from core.stores.supabase.admin import MIGRATIONS

# Whoever adds a migration adds its line here, with what the failing test says.
LANDED = {
    "001_create_core_schema.sql": "1e0295d8d93be449ec20f0ef9d9913e36bb2e8a4c171a200c1bff3bd883ada11",
    "002_add_session_context.sql": "8158b24fa341f17f83991d8798c2079ed0dac120c46ee72a8ae1279058a2c643",
    "003_create_cohorts.sql": "0c6daa48ce7d57dcad570eb81f274e62d168854d07d888e0392edcb2e7e218ad",
    "004_create_persistence_tables.sql": "f02e869ccaa909ca4442359ecbcfe23141e2f428cb221185be45dabe289e1d4a",
    "005_add_session_version.sql": "3ad8815da5544d42773e70b5643688a0b65f4196c39a6393b9fdb916686d50a7",
    "006_policies.sql": "394533cb21d0fefb9056153597cac89e1d276166760fc2f8363c4fe0ddb8971d",
    "007_commit_changes.sql": "d5eda519c4d09c0fc4dc8624b48f8e15f7cebf544a90aea63e779a20140a596d",
    "008_reading.sql": "71176a796603131c959907c62c846ae6a168d4669b48dfdc008041f160f76b52",
    "009_left_out_topics.sql": "6e9ff9cf3ecbd07cc40aebdc4788703936911df4456808f207a529bc69b17ea2",
    "010_tutor_chats.sql": "a7a5079b5ba76eb5402ee27c477438b244003c6a5930014a6262fba788d40481",
    "011_material_files.sql": "5bd8cca115eb24f969569c5c0a4d08caf3d0f8214d0923fe9f681c9aaa774898",
    "012_answer_log.sql": "e52f70e16895de0c25671a0afe0e50e3237e2ccbf5b1626dc4eb44196cdb0c93",
    "013_drop_due_topics.sql": "bf5495b005388da077fbab5b9828a2f9f251051c3ea0214906f880e4c128b9e2",
    "014_answer_records.sql": "b8f1bbbd9fb8dddc99e3362c70f481bb0f64748d09681e8bf9ce576124a38401",
    "015_void_questions.sql": "b8fec4dde2cbb5a2fd445b15f2908fd3b3aa3f4805e937b05691275d5b62688c",
    "016_sureness.sql": "f33d617088d60b5dd0dd8221c3f6aa847b50a5d1e58e39f7b372574f4c646c2e",
    "017_studied_topics.sql": "5e974f958ef6b05bb020cfa20faa510db6b029323599c341b60ac3d852aee683",
    "018_joining_a_class.sql": "602a96fe9fc72c3a698b9ba8b7213b167b9a8a8ab2b833e9cfaf97a0d47bdd78",
    "019_readable_corrections.sql": "1f4464db0a736a255cac48dbeedbe38ef848ea12f46ddaec0ae3bbccc42d8754",
    "020_commits_on_corrections.sql": "c340e61bc630903d5aec1f660c3e73a4d95d4831e01562cd78e1eff048b2802d",
    "021_bounds.sql": "c16a896bcbe89d0f66113168c417855644ee56fc3e2e9082df8969c1c36653b1",
    "022_bringing_in.sql": "516599395a77daf82205558ab063958161f45cc1e8ced1631b1c29456f14aa14",
    "023_erasing.sql": "429667c1a47a2ddf65f5b405445f1957ac436a82e3d365cde06f786fa6e665a2",
    "024_zones.sql": "d5cf8a633d749f50f170a9ab95441bc1a3c32671202682cd6a1f0cd9a7b1251f",
    "025_class_codes.sql": "8ac7e08dd77c48c92023e30593e1c4b50edc87c015798980a79c9a3dfa12e346",
    "026_quotas.sql": "65e0a4a748c8d067c60de4fe971c8a0fb45b485c9a31feb4ffca96d00f999dd7",
    "027_filing.sql": "33be04cd2b91757f1bc2c1b302b3bb5e833f40f2f988c5cc379ed10acc4af47e",
    "028_erased_words.sql": "7ab99243dd2256f647733e3102cd7bcb7ef1db91068d3cfcdba05211aa5d2758",
    "sqlite/001_create_core_schema.sql": "3177e4d9605be8ad6cf6ab618df2961e8b41dc152d67d9db55ebfdd9e104f05d",
    "sqlite/002_add_session_context.sql": "fb78b028399caec0e448bec38c1f7afeec30d7a2910cbdd356ae3a49fbae6558",
    "sqlite/003_create_study_tables.sql": "5a67d43f5d8c2e54cb65563af00354255d523d9a459e6ec128bd4ec10735d009",
    "sqlite/004_plan_cache.sql": "7883c7cb6988ab31461b1214ebfa1a28da295423cd8f488d6ec6eb07c5660853",
    "sqlite/005_tutor_chats.sql": "e6d034c4da79d770c1b97f6b1858c90d2d849d584868655b41ffa523e1418827",
    "sqlite/006_material_files.sql": "ab6d832dabdc166f33be8d9d52787c0f498306c6317eed76ae3350d1fd0f1b45",
    "sqlite/007_answer_log.sql": "bf44004dd9007db3e32cec3273a7c97f9f97eddedde3db9df76f78726620aae5",
    "sqlite/008_log_earlier_quizzes.sql": "28e9c4b2a809f1ba4558c328984e8d948e8a861880b64e8bea6eb39a7152f81b",
    "sqlite/009_answer_records.sql": "cd8918730209f1585f43fbdce8b92cad7583a94e13d7e8e6ef8232c4c9157c71",
    "sqlite/010_void_questions.sql": "cf29d273f8487365cbbd30e69c73f777bd5f36c9c4639b810264b78c38a10fb3",
    "sqlite/011_sureness.sql": "3aa088aba56bb75379fe3f4bd84de7f6b327f664f3399b62e23d6f8466cd93a1",
    "sqlite/012_commits_on_corrections.sql": "fc56c68ffb336799b6a5a09fcb84400491ac773d04ef19e96d805cf2d9638805",
    "sqlite/013_keys_by_session.sql": "b8e6627e23d4da64f212889df9872036fad32fbea8a164ccb806403340557472",
    "sqlite/014_erasing.sql": "0d5a8005872d82e6d43ef43debe59ca47e7508a1006fbdcfc1b15af62516a2d4",
    "sqlite/015_erased_words.sql": "3a2b84b542a9eebc8e9a538679b499565649e1a49563c13118ae06041f00d66c",
}
FILES = {
    str(file.relative_to(MIGRATIONS)): file
    for folder in (MIGRATIONS, MIGRATIONS / "sqlite")
    for file in migration_files(folder).values()
}
GUARD = re.compile(r"^-- guard:.*?^-- end of guard\n", re.S | re.M)
GUARDED = [name for name, file in FILES.items() if GUARD.search(file.read_text("utf-8"))]
OPENING = """\
-- guard: once applied, this file does nothing when it is run again. Later ones have made anew what it makes.
do $guard$ begin
if exists (select from private.schema_migrations where name = '{name}') then
    raise notice '{name} was applied before: nothing to do';
    return;
end if;
execute $landed$
-- end of guard
"""
CLOSING = """\
-- guard: the end of what is run once.
$landed$;
end $guard$;
-- end of guard
"""
CLOSING_OF_A_VIEW = """\
-- guard: the end of what is run once. Where 013 was run too early, what it drops does not come back.
$landed$;
if exists (select from private.schema_migrations where name = '013_drop_due_topics.sql') then
    drop view public.due_topics;
end if;
end $guard$;
-- end of guard
"""
MAKE_THE_VIEW = {"008_reading.sql", "009_left_out_topics.sql"}


def landed(name: str) -> str:
    """The text of a migration without its guard."""
    return GUARD.sub("", FILES[name].read_text("utf-8"))


@pytest.mark.parametrize("name", FILES)
def test_a_landed_migration_differs_from_its_landed_text_by_a_guard_alone(name: str) -> None:
    assert LANDED.get(name) == sha256(landed(name).encode()).hexdigest()


def test_no_landed_migration_is_gone() -> None:
    assert FILES.keys() == LANDED.keys()


@pytest.mark.parametrize("name", GUARDED)
def test_a_guard_keeps_what_is_old_from_coming_back_and_does_nothing_else(name: str) -> None:
    closing = CLOSING_OF_A_VIEW if name in MAKE_THE_VIEW else CLOSING
    assert GUARD.findall(FILES[name].read_text("utf-8")) == [OPENING.format(name=name), closing]
