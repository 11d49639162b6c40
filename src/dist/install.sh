#!/bin/sh
# Installs hf-device for you alone, without root:
#   curl -fsSL https://github.com/hfdevice/hf-device/releases/latest/download/install.sh | sh
#
# HF_DEVICE_PREFIX  where to: bin, lib and share in there; default ~/.local
# HF_DEVICE_URL     the folder of a release to take it from; default the latest one
set -eu

fail() {
  printf 'install.sh: %s\n' "$1" >&2
  exit 1
}

say() { printf '%s\n' "$1"; }

# Over https alone, but for a server on this machine.
download() {
  case $url in
  https://*) only='=https' ;;
  http://127.0.0.1[:/]* | http://localhost[:/]*) only='=http' ;;
  *) fail "HF_DEVICE_URL is '$url': it must begin with https://" ;;
  esac
  if command -v curl >/dev/null; then
    curl -fsSL --proto "$only" --retry 3 -o "$2" "$url/$1" || fail "$url/$1 could not be downloaded"
  elif command -v wget >/dev/null; then
    wget -q -O "$2" "$url/$1" || fail "$url/$1 could not be downloaded"
  else
    fail 'neither curl nor wget is here: install one of them'
  fi
}

sum_of() {
  if command -v sha256sum >/dev/null; then
    sha256sum "$1"
  elif command -v shasum >/dev/null; then
    shasum -a 256 "$1"
  else
    fail 'neither sha256sum nor shasum is here: what is downloaded could not be checked'
  fi | cut -d' ' -f1
}

# As the archives are named: linux-x64, linux-aarch64, mac-x64, mac-aarch64. None for another system.
platform() {
  case $(uname -m) in
  x86_64 | amd64) arch=x64 ;;
  aarch64 | arm64) arch=aarch64 ;;
  *) return 0 ;;
  esac
  case $(uname -s) in
  Darwin) echo "mac-$arch" ;;
  Linux) if ! ls /lib/ld-musl-* >/dev/null 2>&1; then echo "linux-$arch"; fi ;;
  esac
}

# The line of SHA256SUMS with the archive for the platform $1, or for any with "", as "sum name".
listed() {
  sed -n 's/^\([0-9a-f]\{64\}\) [ *]\(hf-device-[0-9][0-9A-Za-z.+]*'"${1:+-$1}"'\.tar\.gz\)$/\1 \2/p' \
    "$work/SHA256SUMS" | head -n 1
}

link() {
  mkdir -p "${2%/*}"
  ln -sfn "$1" "$2" # -n: a link to a folder is replaced, not followed
}

link_all() {
  for file in "$home"/share/man/man1/*.1; do
    [ ! -f "$file" ] || link "$file" "$prefix/share/man/man1/${file##*/}"
  done
  texts=$home/share/completions
  [ ! -f "$texts/hf-device.bash" ] || link "$texts/hf-device.bash" "$prefix/share/bash-completion/completions/hf-device"
  [ ! -f "$texts/_hf-device" ] || link "$texts/_hf-device" "$prefix/share/zsh/site-functions/_hf-device"
  [ ! -f "$texts/hf-device.fish" ] || link "$texts/hf-device.fish" "$prefix/share/fish/vendor_completions.d/hf-device.fish"
  link "$home/bin/hf-device" "$prefix/bin/hf-device"
}

# In a function, so that nothing is run of a script that was cut off.
main() {
  url=${HF_DEVICE_URL:-https://github.com/hfdevice/hf-device/releases/latest/download}
  url=${url%/}
  prefix=${HF_DEVICE_PREFIX:-${HOME:?is not set: set HF_DEVICE_PREFIX}/.local}
  mkdir -p "$prefix/lib"
  work=$(mktemp -d "$prefix/lib/.hf-device-XXXXXX") || fail "'$prefix/lib' cannot be written to"
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM

  download SHA256SUMS "$work/SHA256SUMS"
  platform=$(platform)
  archive=''
  [ -z "$platform" ] || archive=$(listed "$platform")
  if [ -z "$archive" ]; then
    command -v java >/dev/null || [ -n "${JAVA_HOME-}" ] ||
      fail "there is no archive with a Java for $(uname -s) $(uname -m): install Java 17 or newer first"
    archive=$(listed '')
    [ -n "$archive" ] || fail "$url/SHA256SUMS names no archive"
  fi
  sum=${archive%% *} name=${archive#* }

  say "Downloading $url/$name"
  download "$name" "$work/$name"
  found=$(sum_of "$work/$name")
  [ "$found" = "$sum" ] ||
    fail "$name is not what SHA256SUMS says (its SHA-256 is $found): nothing was installed; try again"

  # tar keeps the files' times, which the class-data archive needs.
  tar -xzf "$work/$name" -C "$work"
  home=$prefix/lib/${name%.tar.gz}
  rm -rf "$home"
  mv "$work/${name%.tar.gz}" "$home"
  link_all

  version=$("$prefix/bin/hf-device" --version) || fail "$prefix/bin/hf-device does not start"
  say "Installed $(printf '%s\n' "$version" | head -n 1) in $home"
  say "Linked as $prefix/bin/hf-device. To uninstall, remove both."
  case :${PATH-}: in
  *:"$prefix/bin":*) say 'Log in with: hf-device auth login' ;;
  *) say "Put $prefix/bin on your PATH, then log in with: hf-device auth login" ;;
  esac
}

main
