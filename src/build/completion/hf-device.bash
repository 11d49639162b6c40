# Completion of hf-device for bash, made from its commands when it was built.

# The words that were typed, without their quotes, into words; the last one as it stands into raw,
# what of it stays where it is into before, and a quote that is open in it into quote.
_hf_device_read() {
  local line=${COMP_LINE:0:COMP_POINT} char word='' i
  words=() raw='' before='' quote=''
  for ((i = 0; i < ${#line}; i++)); do
    char=${line:i:1}
    if [[ -z $quote && $char == [[:blank:]] ]]; then
      [[ -z $raw ]] || words+=("$word")
      word='' raw='' before=''
      continue
    fi
    raw+=$char
    case $quote in
    \\) word+=$char quote='' ;;
    \"\\) word+=$char quote=\" ;;
    \') if [[ $char == \' ]]; then quote=''; else word+=$char; fi ;;
    *)
      case $quote$char in
      \"\") quote='' ;;
      \' | \") quote=$char before=$raw ;;
      \\ | \"\\) quote+=\\ ;;
      *)
        word+=$char
        [[ -n $quote || $char != [:=] || $COMP_WORDBREAKS != *"$char"* ]] || before=$raw
        ;;
      esac
      ;;
    esac
  done
  words+=("$word")
}

# Offers a word if it begins with what was typed, written so that the shell takes it as it is.
_hf_device_offer() {
  local text=$1
  case $quote in
  \') if [[ $text == *\'* ]]; then return; else text=\'$text; fi ;;
  \")
    # In front of an exclamation mark the backslash would stay.
    [[ $text != *!* ]] || return
    text=${text//\\/\\\\} text=${text//\"/\\\"} text=${text//\$/\\\$} text=\"${text//\`/\\\`}
    ;;
  '') printf -v text %q "$text" ;;
  *) return ;;
  esac
  if [[ $text == "$raw"* ]]; then COMPREPLY+=("${text:${#before}}"); fi
}

_hf_device() {
  local -a words
  local raw before quote word i command='' option='' prefix='' ended=''
  local options='' values='' stored='' program=''
  _hf_device_read
  local last=$((${#words[@]} - 1))
  local current=${words[last]}
  for ((i = 1; i < last; i++)); do
    word=${words[i]} option=''
    case $word in
    --) ended=1 ;;
    @valued@) option=$word i=$((i + 1)) ;;
    -*) ;;
    *)
      case $command/$word in
@names@
      esac
      ;;
    esac
  done
  # The last option still waits for its value, or has it already.
  ((i > last)) || option=''
  if [[ -z $option && $current == --*=* ]]; then
    option=${current%%=*} prefix=$option=
  fi
  case $command:$option in
@arguments@
  esac
  if [[ -z $option && -z $ended && $current == -* ]]; then
    values=$options stored='' program=''
  fi

  COMPREPLY=()
  for word in $values; do _hf_device_offer "$prefix$word"; done
  if [[ -n $stored ]]; then
    # One that looks like an option would be taken for one.
    while IFS= read -r word; do
      [[ $word == -* ]] || _hf_device_offer "$prefix$word"
    done < <(command hf-device auth list --quiet 2>/dev/null)
  fi
  if [[ -n $program ]]; then
    compopt -o default
    while IFS= read -r word; do _hf_device_offer "$word"; done < <(compgen -c -- "$current")
  fi
}

complete -F _hf_device hf-device
