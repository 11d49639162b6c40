#!/bin/sh
# Makes login.svg from a login that really runs: on a pseudo-terminal, against the practice Hub.
# Needs the built program, script(1) and awk. Run it from anywhere.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
bin=$here/../../target/hf-device/bin
PATH=$bin:$PATH
home=$(mktemp -d)
hf-device demo --serve --auto-approve >"$home/hub" 2>/dev/null &
hub=$!
trap 'kill $hub; rm -rf "$home"' EXIT
until grep -q '^HF_ENDPOINT=' "$home/hub"; do sleep 0.2; done

run() {
  printf '$ %s\n' "$1"
  # Only what stays on the screen: the countdown draws over itself with CR and "erase below".
  env -u HF_TOKEN -u HUGGING_FACE_HUB_TOKEN -u HF_TOKEN_PATH \
    "$(cat "$home/hub")" HF_HOME="$home" TERM=xterm script -qec "$1" /dev/null </dev/null |
    tr -d '\033' | sed 's/\r$//; s/.*\r\[J//; s/\]8;;[^\\]*\\//g'
}

{ run 'hf-device auth login' && echo && run 'hf-device auth status'; } |
  sed "s|$home|~/.cache/huggingface|g" | fold -s -w 86 |
  awk '
    function escaped(s) { gsub(/&/, "\\&amp;", s); gsub(/</, "\\&lt;", s); gsub(/>/, "\\&gt;", s); return s }
    { line[NR] = $0; sub(/ +$/, "", line[NR]) }
    END {
      height = 78 + NR * 22
      print "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"800\" height=\"" height "\" viewBox=\"0 0 800 " height "\" role=\"img\" aria-label=\"A login with hf-device in a terminal\">"
      print "<rect width=\"800\" height=\"" height "\" rx=\"10\" fill=\"#0d1117\"/>"
      print "<circle cx=\"24\" cy=\"22\" r=\"6\" fill=\"#3d444d\"/><circle cx=\"44\" cy=\"22\" r=\"6\" fill=\"#3d444d\"/><circle cx=\"64\" cy=\"22\" r=\"6\" fill=\"#3d444d\"/>"
      print "<g font-family=\"ui-monospace,SFMono-Regular,Menlo,Consolas,DejaVu Sans Mono,monospace\" font-size=\"14\" fill=\"#c9d1d9\">"
      for (i = 1; i <= NR; i++) {
        text = escaped(line[i])
        gsub(/  /, "\\&#160;\\&#160;", text) # a browser would make one blank of several
        if (text ~ /^\$ /) text = "<tspan fill=\"#7ee787\">$</tspan> <tspan fill=\"#ffffff\">" substr(text, 3) "</tspan>"
        sub(/enter code: .*/, "enter code: <tspan fill=\"#ffd21e\" font-weight=\"bold\">" substr(text, index(text, "enter code: ") + 12) "</tspan>", text)
        print "<text x=\"24\" y=\"" 44 + i * 22 "\">" text "</text>"
      }
      print "</g>\n</svg>"
    }' >"$home/login.svg"
cp "$home/login.svg" "$here/login.svg"
