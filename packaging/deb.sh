#!/usr/bin/env bash
# Makes a Debian package of a wheel (packaging/wheel.py): the same program, licences and list of
# parts, with a unit for systemd that serves the project in /srv/chiso.
#
#   packaging/deb.sh WHEEL FOLDER
set -euo pipefail
if [ $# -ne 2 ]; then sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2; fi
here=$(cd "$(dirname "$0")" && pwd)
wheel=$(realpath "$1")
mkdir -p "$2"
out=$(cd "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m zipfile -e "$wheel" "$work/wheel"
info=$(echo "$work"/wheel/*.dist-info)
version=$(sed -n 's/^Version: //p' "$info/METADATA")
root="$work/chiso"
doc="$root/usr/share/doc/chiso"
install -D -m 755 "$work"/wheel/*.data/scripts/chiso "$root/usr/bin/chiso"
install -D -m 644 "$info/licenses/LICENSE" "$doc/copyright"
install -D -m 644 "$info/licenses/THIRD-PARTY-LICENCES.txt" "$doc/THIRD-PARTY-LICENCES.txt"
install -m 644 "$info"/sboms/*.json "$doc/"
install -D -m 644 "$here/../docs/OPERATIONS.md" "$doc/OPERATIONS.md"
install -d "$root/usr/lib/systemd/system"
sed -e 's#/usr/local/bin/chiso#/usr/bin/chiso#; s#file:///srv/chiso/docs#file:///usr/share/doc/chiso#; /^# .*copy to/d; /^#   systemctl/d' \
  "$here/../docs/chiso.service" >"$root/usr/lib/systemd/system/chiso.service"
chmod 644 "$root/usr/lib/systemd/system/chiso.service"
# The account of the service, and its folder.
install -d "$root/usr/lib/sysusers.d" "$root/usr/lib/tmpfiles.d" "$root/DEBIAN"
echo 'u chiso - "chiso: scheduled indicator runs" /srv/chiso' >"$root/usr/lib/sysusers.d/chiso.conf"
echo 'd /srv/chiso 0750 chiso chiso' >"$root/usr/lib/tmpfiles.d/chiso.conf"
chmod 644 "$root/usr/lib/sysusers.d/chiso.conf" "$root/usr/lib/tmpfiles.d/chiso.conf"
# The oldest glibc that has what the program calls.
glibc=$(objdump -T "$root/usr/bin/chiso" | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' | sort -V | tail -1)
cat >"$root/DEBIAN/control" <<END
Package: chiso
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: chiso authors <chiso@localhost>
Installed-Size: $(du -k -s "$root/usr" | cut -f1)
Depends: libc6 (>= $glibc), libgcc-s1, ca-certificates
Section: science
Priority: optional
Description: indicator verdicts a statistics office can defend
 chiso reads figures from files, addresses and databases, compares them with
 targets by area and period, and publishes verdicts, each with its reason and
 each traceable to the cell that its figure came from.
END
cat >"$root/DEBIAN/postinst" <<'END'
#!/bin/sh
set -e
if [ "$1" = configure ]; then
  if command -v systemd-sysusers >/dev/null; then systemd-sysusers chiso.conf || true; fi
  if command -v systemd-tmpfiles >/dev/null; then systemd-tmpfiles --create chiso.conf || true; fi
  if [ -d /run/systemd/system ]; then systemctl daemon-reload || true; fi
fi
END
chmod 755 "$root/DEBIAN/postinst"
dpkg-deb --root-owner-group --build "$root" "$out"
