"""What is tried of ExamMentor; no settings come from the developer's own file."""

import os

# `make supabase` writes the address of the developer's database into `.env.local`. Processes that tests start inherit
# this.
os.environ["EXAMMENTOR_ENV_FILE"] = ""
