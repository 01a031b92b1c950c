#!/bin/sh
# Fetches nanopb's C sources of Debian's package into DIR (default build/nanopb): the binary packages hold none. Uses a
# list of its own, so that the machine's package configuration stays as it is.
set -eu
cd "$(dirname "$0")"
target=${1:-build/nanopb}
[ -f "$target/pb_decode.c" ] && exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
chmod 755 "$work"
. /etc/os-release
mirror=$(sed -n 's/^URIs: *//p; s/^deb  *\(\[[^]]*\] *\)\{0,1\}\(http[^ ]*debian\)\/\{0,1\} .*/\2/p' \
  /etc/apt/sources.list /etc/apt/sources.list.d/debian* 2>/dev/null | head -n 1)
echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${mirror:?no Debian mirror configured} $VERSION_CODENAME main" > "$work/sources.list"
options="-o Dir::Etc::SourceList=$work/sources.list -o Dir::Etc::SourceParts=/dev/null
  -o Dir::State::Lists=$work/lists -o Dir::Cache=$work/cache -o APT::Sandbox::User=root"
# shellcheck disable=SC2086
apt-get -qq $options update
(
  cd "$work"
  # shellcheck disable=SC2086
  apt-get -qq $options source --download-only nanopb >/dev/null
  mkdir source
  tar xf nanopb_*.orig.tar.* -C source --strip-components=1
)
mkdir -p "$target"
cp "$work"/source/pb.h "$work"/source/pb_common.[ch] "$work"/source/pb_decode.[ch] "$work"/source/pb_encode.[ch] \
  "$work"/source/LICENSE.txt "$target/"
