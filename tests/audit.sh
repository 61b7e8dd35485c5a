#!/bin/sh
# Asks OSV about every pinned version. Not PyPI's own index: where that is a mirror, pip-audit skips what it does not
# find there and calls the rest sound. Exit 0: nothing known. 1: something to mend. 2: nobody could be asked.
pip-audit --requirement constraints.txt --no-deps --disable-pip --strict --vulnerability-service osv 2>.venv/audit.log
code=$?
[ $code -eq 0 ] && exit 0
if grep -qE "ConnectionError|ConnectTimeout|ReadTimeout|ServiceError|HTTPError" .venv/audit.log; then
    echo "Nothing was audited: the index of advisories, api.osv.dev, does not answer from here. See .venv/audit.log." >&2
    exit 2
fi
cat .venv/audit.log >&2
exit $code
