#!/bin/sh
# Makes login.svg: what a window of tmux shows after a login against the practice Hub, in its colours, and nothing else.
# Needs the built program, tmux and awk. Run it from anywhere.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
PATH=$(cd "$here/../../target/hf-device/bin" && pwd):$PATH
columns=92 # no word is broken at this edge
home=${TMPDIR:-/tmp}/alice # it is in the picture
mkdir "$home"
work=$(mktemp -d)
window() { tmux -u -S "$work/tmux" "$@"; }
hf-device demo --serve --auto-approve >"$work/hub" 2>"$work/hub.err" &
hub=$!
trap 'window kill-server 2>/dev/null; kill $hub 2>/dev/null; rm -rf "$home" "$work"' EXIT
until grep -q '^HF_ENDPOINT=' "$work/hub"; do sleep 0.2; done

# The terminal's own green for the prompt; TERM, TMUX and the prompt are all that the shell knows besides.
printf "PS1='%b'\ncd\n" '\033[32m$\033[0m ' >"$work/profile"
printf 'set -g status off\nset -g default-terminal xterm-256color\n' >"$work/tmux.conf"
window -f "$work/tmux.conf" new-session -d -x $columns -y 24 \
  "env -i LANG=C.UTF-8 TERM=\$TERM TMUX=\$TMUX PATH='$PATH' HOME='$home' $(cat "$work/hub") ENV='$work/profile' /bin/sh -i"

await_prompt() { until [ "$(window capture-pane -p | grep -c '^\$')" = "$1" ]; do sleep 0.2; done; }
await_prompt 1
window send-keys 'hf-device auth login' Enter
await_prompt 2
window send-keys 'hf-device auth status' Enter
await_prompt 3

window capture-pane -p -e | sed 's/\x1b]8;[^\x1b]*\x1b\\//g' | awk -v columns=$columns '
  function escaped(s) {
    gsub(/&/, "\\&amp;", s); gsub(/</, "\\&lt;", s); gsub(/>/, "\\&gt;", s)
    gsub(/  /, "\\&#160;\\&#160;", s) # a browser would make one blank of several
    return s
  }
  function look(codes,    n, i, code) {
    n = split(codes == "" ? "0" : codes, code, ";")
    for (i = 1; i <= n; i++) {
      if (code[i] == 0) { fill = ""; weight = "" }
      else if (code[i] == 1) weight = " font-weight=\"bold\""
      else if (code[i] == 2) fill = " fill=\"#8b949e\""
      else if (code[i] == 22) weight = ""
      else if (code[i] == 39) fill = ""
      else if (code[i] in colour) fill = " fill=\"" colour[code[i]] "\""
    }
  }
  BEGIN {
    split("31 #ff7b72 32 #7ee787 33 #ffd21e 34 #79c0ff 35 #d2a8ff 36 #76e3ea 37 #ffffff", pair, " ")
    for (i = 1; i in pair; i += 2) { colour[pair[i]] = pair[i + 1]; colour[pair[i] + 60] = pair[i + 1] }
  }
  {
    out = ""; rest = $0
    while (match(rest, /\033\[[0-9;]*m/)) {
      if (RSTART > 1) out = out span(substr(rest, 1, RSTART - 1))
      look(substr(rest, RSTART + 2, RLENGTH - 3))
      rest = substr(rest, RSTART + RLENGTH)
    }
    sub(/ +$/, "", rest)
    line[NR] = out span(rest)
  }
  function span(s) { return s == "" ? "" : fill weight == "" ? escaped(s) : "<tspan" fill weight ">" escaped(s) "</tspan>" }
  END {
    last = NR
    while (last > 0 && (line[last] == "" || line[last] ~ />\$</)) last-- # the prompt that waits
    width = 48 + columns * 8.43; height = 78 + last * 22
    print "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" width "\" height=\"" height "\" viewBox=\"0 0 " width " " height "\" role=\"img\" aria-label=\"A login with hf-device in a terminal\">"
    print "<rect width=\"" width "\" height=\"" height "\" rx=\"10\" fill=\"#0d1117\"/>"
    print "<circle cx=\"24\" cy=\"22\" r=\"6\" fill=\"#3d444d\"/><circle cx=\"44\" cy=\"22\" r=\"6\" fill=\"#3d444d\"/><circle cx=\"64\" cy=\"22\" r=\"6\" fill=\"#3d444d\"/>"
    print "<g font-family=\"ui-monospace,SFMono-Regular,Menlo,Consolas,DejaVu Sans Mono,monospace\" font-size=\"14\" fill=\"#c9d1d9\">"
    for (i = 1; i <= last; i++) print "<text x=\"24\" y=\"" 44 + i * 22 "\">" line[i] "</text>"
    print "</g>\n</svg>"
  }' >"$work/login.svg"
cp "$work/login.svg" "$here/login.svg"
