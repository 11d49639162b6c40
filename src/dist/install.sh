#!/bin/sh
# Installs hf-device for you alone, without root, or removes it again:
#   curl -fsSL https://github.com/hfdevice/hf-device/releases/latest/download/install.sh | sh
#   curl -fsSL https://github.com/hfdevice/hf-device/releases/latest/download/install.sh | sh -s -- --uninstall
#
# HF_DEVICE_PREFIX  where to: bin, lib and share in there; default ~/.local
# HF_DEVICE_URL     the folder of a release to take it from; default the latest one
set -eu
wanted=${1-}

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
    wget -q -t 3 -O "$2" "$url/$1" || fail "$url/$1 could not be downloaded"
  else
    fail 'neither curl nor wget is here: install one of them'
  fi
}

# The program that sums, as words.
summer() {
  if command -v sha256sum >/dev/null; then
    echo sha256sum
  elif command -v shasum >/dev/null; then
    echo shasum -a 256
  else
    fail 'neither sha256sum nor shasum is here: what is downloaded could not be checked'
  fi
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

# Removes the folder $1, and what of the above leads into it.
remove() {
  for file in "$prefix"/share/man/man1/hf-device*.1 "$prefix/share/bash-completion/completions/hf-device" \
    "$prefix/share/zsh/site-functions/_hf-device" "$prefix/share/fish/vendor_completions.d/hf-device.fish" \
    "$prefix/bin/hf-device"; do
    if [ -h "$file" ]; then
      case $(readlink "$file") in "$1"/*) rm -f "$file" ;; esac
    fi
  done
  rm -rf "$1"
}

# The folder of the version that $prefix/bin/hf-device leads to; none if it leads elsewhere.
installed() {
  found=$(readlink "$prefix/bin/hf-device" 2>/dev/null) || return 0
  found=${found%/bin/hf-device}
  case ${found#"$prefix/lib/"} in
  */*) ;;
  hf-device-[0-9]*) printf '%s\n' "$found" ;;
  esac
}

uninstall() {
  home=$(installed)
  [ -n "$home" ] || fail "$prefix/bin/hf-device is not a link of this script: nothing was removed"
  remove "$home"
  cache=${XDG_CACHE_HOME:-${HOME-}/.cache}/hf-device # what a Java that it did not bring along keeps to start faster
  case $cache in /.cache/*) ;; /*) rm -rf "$cache" ;; esac
  say "Removed $home and the links to it. Your tokens stay where they are."
}

# In a function, so that nothing is run of a script that was cut off.
main() {
  url=${HF_DEVICE_URL:-https://github.com/hfdevice/hf-device/releases/latest/download}
  url=${url%/}
  prefix=${HF_DEVICE_PREFIX:-${HOME:?is not set: set HF_DEVICE_PREFIX}/.local}
  case $wanted in
  '') ;;
  --uninstall)
    uninstall
    return
    ;;
  *) fail "'$wanted' is not an option of this script: the only one is --uninstall" ;;
  esac
  before=$(installed)
  sha256=$(summer)
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
  found=$($sha256 "$work/$name")
  found=${found%% *}
  [ "$found" = "$sum" ] ||
    fail "$name is not what SHA256SUMS says (its SHA-256 is $found): nothing was installed; try again"

  # tar keeps the files' times, which the class-data archive needs.
  tar -xzf "$work/$name" -C "$work"
  home=$prefix/lib/${name%.tar.gz}
  [ ! -e "$home" ] || mv "$home" "$work/before"
  mv "$work/${name%.tar.gz}" "$home"
  link_all

  version=$("$prefix/bin/hf-device" --version) || fail "$prefix/bin/hf-device does not start"
  say "Installed $(printf '%s\n' "$version" | head -n 1) in $home"
  say "Linked as $prefix/bin/hf-device; this script with --uninstall removes it again."
  if [ -n "$before" ] && [ "$before" != "$home" ]; then
    remove "$before"
    say "Removed $before, which it replaces."
  fi
  case :${PATH-}: in
  *:"$prefix/bin":*) say 'Log in with: hf-device auth login' ;;
  *) say "Put $prefix/bin on your PATH, then log in with: hf-device auth login" ;;
  esac
}

main
