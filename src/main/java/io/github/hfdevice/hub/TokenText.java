package io.github.hfdevice.hub;

import io.github.hfdevice.oauth.Limits;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a text that a person or a script gave can be a token. Whoever prints a token uses it, so
 * it loads no other class of its own.
 */
public final class TokenText {
  private TokenText() {}

  /**
   * What is wrong with {@code text}, to be said after the name of where it stands ({@code HF_TOKEN
   * is in quotes; …}), or nothing if it can be a token; pure. Never repeats what may be secret.
   *
   * @param text without blanks around it
   */
  public static Optional<String> problem(String text) {
    String problem = find(text);
    return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
  }

  private static String find(String text) {
    if (text.isEmpty()) {
      return "is empty";
    }
    if (text.length() > Limits.TOKEN) {
      return "is longer than any token (" + Limits.TOKEN + " characters)";
    }
    if (isNothing(text)) {
      return "is the word " + text + " and not a token; a script wrote it for a missing value";
    }
    String variable = variableInFront(text);
    if (!variable.isEmpty()) {
      return "begins with \"" + variable + "=\"; give the token alone";
    }
    if (isQuote(text.charAt(0)) || isQuote(text.charAt(text.length() - 1))) {
      return "is in quotes; give the token without them";
    }
    String template = template(text);
    if (!template.isEmpty()) {
      return template;
    }
    if (startsWithWord(text, "Bearer") || startsWithWord(text, "Authorization")) {
      return "begins with a word of an HTTP header; give the token alone";
    }
    if (text.startsWith("api_org")) {
      return "is a token of an organisation (api_org…), which the Hub no longer takes;"
          + " use a token of your own account";
    }
    return findCharacter(text);
  }

  private static String findCharacter(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\0') {
        return "holds NUL characters, as a file in UTF-16 does; save it as UTF-8";
      }
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        return "holds a blank or a line end, and a token is one word";
      }
      if (c < ' ' || c == 0x7f) {
        return "holds control characters, which no token has";
      }
      if (c > 0x7f) {
        return "holds a character outside ASCII (" + name(c) + "), which no token has";
      }
    }
    return "";
  }

  /** What stands for a token where one was to be filled in; no token has these characters. */
  private static String template(String text) {
    char first = text.charAt(0);
    char last = text.charAt(text.length() - 1);
    if (first == '$' || text.startsWith("{{") || (first == '%' && last == '%')) {
      return "is the name of a variable whose value nobody filled in";
    }
    if (first == '<' || first == '[') {
      return "is a place to fill in and not a token";
    }
    if (first == '{') {
      return "is JSON; give the token alone";
    }
    if (text.indexOf('*') >= 0) {
      return "is the mask of a token and not the token";
    }
    if (text.indexOf("...") >= 0 || text.indexOf('\u2026') >= 0) {
      return "is the beginning of a token and dots; give the whole token";
    }
    if (last == ',' || last == ';' || last == '\\') {
      return "ends with \"" + last + "\"; give the token without it";
    }
    if (text.indexOf('\\') >= 0) {
      return "holds a backslash, which no token has";
    }
    return isPlace(text) ? "is the place of a token; give what is stored there" : "";
  }

  private static boolean isPlace(String text) {
    for (String folder : new String[] {"/run/", "/var/", "/etc/", "/home/", "/root/", "~/", "./"}) {
      if (text.startsWith(folder)) {
        return true;
      }
    }
    return text.indexOf("://") > 0;
  }

  private static String name(char c) {
    String hex = Integer.toHexString(c).toUpperCase(Locale.ROOT);
    return "U+" + "0000".substring(Math.min(4, hex.length())) + hex;
  }

  /** What languages write where there is no value. */
  static boolean isNothing(String text) {
    return text.equalsIgnoreCase("none")
        || text.equalsIgnoreCase("null")
        || text.equalsIgnoreCase("nil")
        || text.equalsIgnoreCase("true")
        || text.equalsIgnoreCase("false")
        || text.equalsIgnoreCase("undefined");
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`' || (c >= '\u2018' && c <= '\u201f');
  }

  private static boolean startsWithWord(String text, String word) {
    return text.length() > word.length()
        && text.regionMatches(true, 0, word, 0, word.length())
        && " \t:".indexOf(text.charAt(word.length())) >= 0;
  }

  /** The name in {@code NAME=token}, as a line of a shell or an env file has it. */
  private static String variableInFront(String text) {
    String line = text.startsWith("export ") ? text.substring(7).strip() : text;
    int end = line.indexOf('=');
    String name = end < 0 ? "" : line.substring(0, end).strip();
    boolean isKnown = name.equalsIgnoreCase("hf_token") || name.equalsIgnoreCase("token");
    return isKnown || isVariable(name) ? name : "";
  }

  /** In capitals and with an underscore: no token whose end is filled up with {@code =} is so. */
  private static boolean isVariable(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '_' && (c < 'A' || c > 'Z')) {
        return false;
      }
    }
    return name.indexOf('_') > 0 && name.length() <= 40;
  }
}
