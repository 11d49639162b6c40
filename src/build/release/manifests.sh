#!/bin/sh
# Writes the Homebrew formula hf-device.rb and the Scoop manifest hf-device.json of a release into the folder OUT.
# sh manifests.sh SHA256SUMS VERSION OUT
set -eu

sums=$1 version=$2 out=$3
page=https://github.com/hfdevice/hf-device
files=$page/releases/download/v$version

sum() {
  found=$(sed -n "s/^\([0-9a-f]\{64\}\) [ *]hf-device-$version-$1\.tar\.gz\$/\1/p" "$sums")
  [ "${#found}" = 64 ] || { echo "manifests.sh: $sums has not one sum of hf-device-$version-$1.tar.gz" >&2; return 1; }
  echo "$found"
}

mac_x64=$(sum mac-x64)
mac_aarch64=$(sum mac-aarch64)
linux_x64=$(sum linux-x64)
linux_aarch64=$(sum linux-aarch64)
windows_x64=$(sum windows-x64)
mkdir -p "$out"

# $1: platform, $2: sum; how deep the lines stand is Homebrew's own layout.
source_of() {
  printf '      url "%s/hf-device-%s-%s.tar.gz"\n      sha256 "%s"' "$files" "$version" "$1" "$2"
}

cat >"$out/hf-device.rb" <<END
class HfDevice < Formula
  desc "Hugging Face login for terminals without a browser"
  homepage "$page"
  license "Apache-2.0"
  version "$version"

  on_macos do
    on_arm do
$(source_of mac-aarch64 "$mac_aarch64")
    end
    on_intel do
$(source_of mac-x64 "$mac_x64")
    end
  end
  on_linux do
    on_arm do
$(source_of linux-aarch64 "$linux_aarch64")
    end
    on_intel do
$(source_of linux-x64 "$linux_x64")
    end
  end

  def install
    libexec.install Dir["*"]
    bin.install_symlink libexec/"bin/hf-device"
    man1.install_symlink Dir[libexec/"share/man/man1/*.1"]
    bash_completion.install_symlink libexec/"share/completions/hf-device.bash" => "hf-device"
    zsh_completion.install_symlink libexec/"share/completions/_hf-device"
    fish_completion.install_symlink libexec/"share/completions/hf-device.fish"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/hf-device --version")
  end
end
END

cat >"$out/hf-device.json" <<END
{
    "version": "$version",
    "description": "Hugging Face login for terminals without a browser",
    "homepage": "$page",
    "license": "Apache-2.0",
    "architecture": {
        "64bit": {
            "url": "$files/hf-device-$version-windows-x64.tar.gz",
            "hash": "$windows_x64",
            "extract_dir": "hf-device-$version-windows-x64"
        }
    },
    "bin": "bin\\\\hf-device.cmd"
}
END
