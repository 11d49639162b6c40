#!/bin/sh
# Makes .deb, .rpm and the npm packages from the self-contained hf-device. Run by Maven's profile
# "packages"; each needs its tool (dpkg-deb, rpmbuild, npm) and is left out without.
# sh make.sh SELF_CONTAINED TARGET VERSION OS-ARCH
set -eu

from=$1 target=$2 version=$3 platform=$4
# The time that all files have already, and get here too.
SOURCE_DATE_EPOCH=$(stat -c %Y "$from/lib/hf-device.jar" 2>/dev/null || stat -f %m "$from/lib/hf-device.jar")
export SOURCE_DATE_EPOCH
here=$(cd "$(dirname "$0")" && pwd)
work=$target/packages
maintainer='The hf-device project <hf-device@users.noreply.github.com>'
umask 022
rm -rf "$work"
mkdir -p "$work"

there() { command -v "$1" >/dev/null || { echo "No $1: no $2 is made."; return 1; }; }

# Lays the files of a Linux system out in $1; completions for zsh go to $2, which systems name differently.
lay_out() {
  root=$1
  mkdir -p "$root/usr/lib" "$root/usr/bin" "$root/usr/share"
  cp -a "$from" "$root/usr/lib/hf-device"
  rm -f "$root/usr/lib/hf-device/bin/hf-device.cmd"
  rm -rf "$root/usr/lib/hf-device/share"
  ln -s ../lib/hf-device/bin/hf-device "$root/usr/bin/hf-device"
  if [ -d "$from/share/man" ]; then
    cp -R "$from/share/man" "$root/usr/share/man"
    gzip -9n "$root"/usr/share/man/man1/*.1
  fi
  completion "$root" hf-device.bash usr/share/bash-completion/completions/hf-device
  completion "$root" _hf-device "$2/_hf-device"
  completion "$root" hf-device.fish usr/share/fish/vendor_completions.d/hf-device.fish
  find "$root" -type d -exec chmod 755 {} +
  find "$root" -type f ! -perm -200 -exec chmod u+w {} +
}

completion() {
  [ -f "$from/share/completions/$2" ] || return 0
  mkdir -p "$1/$(dirname "$3")"
  cp "$from/share/completions/$2" "$1/$3"
}

# Everything gets the one time; the class-data archive fits only jars that keep theirs.
stamp() { find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +; }

# $1: the platform in Debian's words.
make_deb() {
  root=$work/deb
  lay_out "$root" usr/share/zsh/vendor-completions
  doc=$root/usr/share/doc/hf-device
  mkdir -p "$root/DEBIAN" "$doc" "$root/usr/share/lintian/overrides"
  cp "$here/copyright" "$doc/copyright"
  gzip -9n >"$doc/changelog.gz" <<END
hf-device ($version) unstable; urgency=medium

  * What changed:
    https://github.com/hfdevice/hf-device/blob/main/.github/CHANGELOG.md

 -- $maintainer  $(date -u -R -d "@$SOURCE_DATE_EPOCH")
END
  cp "$here/lintian-overrides" "$root/usr/share/lintian/overrides/hf-device"
  # Run by dpkg-shlibdeps: which packages have the libraries that the bundled Java links to.
  mkdir "$work/debian"
  printf 'Source: hf-device\n\nPackage: hf-device\nArchitecture: any\n' >"$work/debian/control"
  needs=libc6
  if there dpkg-shlibdeps "exact list of dependencies"; then
    runtime=$root/usr/lib/hf-device/lib/runtime
    needs=$(cd "$work" && find "$runtime" -type f \( -name '*.so' -o -path '*/bin/*' \) -exec \
      dpkg-shlibdeps --ignore-missing-info -l"$runtime/lib" -l"$runtime/lib/server" -O {} + 2>/dev/null |
      sed -n 's/^shlibs:Depends=//p')
  fi
  cat >"$root/DEBIAN/control" <<END
Package: hf-device
Version: $version
Architecture: $1
Maintainer: $maintainer
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Depends: ${needs:-libc6}
Section: utils
Priority: optional
Homepage: https://github.com/hfdevice/hf-device
Description: Hugging Face login for terminals without a browser
 Shows a short code that is approved in a browser on any device, and stores
 the token where Python's hf looks for it (OAuth 2.0 Device Authorization
 Grant, RFC 8628). It brings its own Java.
END
  (cd "$root" && find usr -type f -exec md5sum {} +) >"$root/DEBIAN/md5sums"
  stamp "$root"
  dpkg-deb --root-owner-group -Zxz -z3 --build "$root" "$target/hf-device_${version}_$1.deb"
}

# $1: the platform in rpm's words.
make_rpm() {
  lay_out "$work/rpm" usr/share/zsh/site-functions
  stamp "$work/rpm"
  top=$(mktemp -d) # rpmbuild's scripts take no blanks in paths
  { cat "$here/hf-device.spec" && (cd "$work/rpm" && find . ! -type d ! -path './usr/lib/hf-device/*' | sed 's/^\.//'); } \
    >"$top/hf-device.spec"
  own=$(cd "$from/lib/runtime" && find . -name '*.so' | sed 's,.*/,,' | paste -s -d '|' -)
  rpmbuild -bb --quiet --target "$1" --define "_topdir $top" --define "_rpmdir $top" \
    --define "_build_name_fmt made.rpm" --define "version_ $version" \
    --define "own_ $own" --define "from_ $work/rpm" "$top/hf-device.spec"
  mv "$top/made.rpm" "$target/hf-device-$version-1.$1.rpm"
  rm -rf "$top"
}

# $1 and $2: the platform in Node's words. npm gives each file the time of its installation; the
# starter gives the jars theirs back.
make_npm() {
  name=hf-device-$1-$2
  libc=''
  [ "$1" != linux ] || libc=',"libc":["glibc"]'
  cp -RL "$from" "$work/$name" # npm packs no links
  rm -f "$work/$name/bin/hf-device.cmd"
  cat >"$work/$name/package.json" <<END
{"name":"$name","version":"$version","description":"hf-device with its own Java for $1 on $2","license":"Apache-2.0",
"repository":"github:hfdevice/hf-device","preferUnplugged":true,"os":["$1"],"cpu":["$2"]$libc}
END
  mkdir "$work/hf-device"
  cp "$here/../../../LICENSE" "$here/npm/README.md" "$work/hf-device/"
  sed "s/@version@/$version/g" "$here/npm/package.json" >"$work/hf-device/package.json"
  sed "s/@seconds@/$SOURCE_DATE_EPOCH/" "$here/npm/hf-device.js" >"$work/hf-device/hf-device.js"
  chmod 755 "$work/hf-device/hf-device.js"
  (cd "$target" && npm pack --silent --ignore-scripts "$work/$name" "$work/hf-device")
}

case $platform in
linux-x64) deb=amd64 rpm=x86_64 node='linux x64' ;;
linux-aarch64) deb=arm64 rpm=aarch64 node='linux arm64' ;;
mac-x64) deb='' rpm='' node='darwin x64' ;;
mac-aarch64) deb='' rpm='' node='darwin arm64' ;;
*) echo "No packages are made for $platform." && exit ;;
esac
if [ -n "$deb" ] && there dpkg-deb .deb; then make_deb "$deb"; fi
if [ -n "$rpm" ] && there rpmbuild .rpm; then make_rpm "$rpm"; fi
# shellcheck disable=SC2086 # two words
if there npm 'npm package'; then make_npm $node; fi
