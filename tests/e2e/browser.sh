#!/bin/sh
# A browser for the journey: the one that is there, else Debian's chromium, else Playwright's own build.
command -v chromium >/dev/null 2>&1 && exit 0
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if command -v apt-get >/dev/null 2>&1 && $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends chromium >/dev/null; then
    exit 0
fi
exec "$BIN/playwright" install chromium
