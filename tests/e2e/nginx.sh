#!/bin/sh
# Debian's nginx for the test of docs/nginx.conf: the one that is there, else unpacked from its package into the
# virtual environment. Not installed: that would start a web server on port 80 for the whole network.
# Where this does not work, the test says so.
there="$(cd "$BIN/.." && pwd)/nginx"
PATH="$PATH:/usr/sbin:$there/usr/sbin"
command -v nginx >/dev/null 2>&1 && exit 0
command -v apt-get >/dev/null 2>&1 || exit 0
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo -n"
mkdir -p "$there" && cd "$there" && $as_root apt-get update -qq
for package in nginx nginx-light; do
    apt-get download -qq -o APT::Sandbox::User=root "$package" || continue
    dpkg-deb --extract "$package"_*.deb . && rm -f "$package"_*.deb
    nginx -v 2>/dev/null && exit 0
done
exit 0
