package io.github.hfdevice.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A block that shows commands, each behind {@code $}, and what they print. */
record Transcript(List<Step> steps) {
  /** A line that stands for any lines, or none. */
  private static final String ANY = "[...]";

  /** What differs from run to run, and what stands for it here. */
  private static final String[][] VARIABLE = {
    {"https?://127\\.0\\.0\\.1:\\d+", "http://HUB"},
    {"https://huggingface\\.co/settings/", "http://HUB/settings/"},
    {"\\b[A-Z]{4}-\\d{4}\\b", "CODE"},
    {"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "TIME"},
    {"\\d{4}-\\d\\d-\\d\\d (?=[(])", "DAY "},
    {"hf_\\*{4}\\w{4}", "hf_****TAIL"},
    {"hf_oauth_[\\w.-]+", "TOKEN"},
    {"(expires in|Within) (\\d+ min)?( ?\\d+ s)?", "$1 SPAN"},
    {"(\"(?:expires_at|expires_in|interval)\":)\\d+", "$1N"},
    {"/\\S*/(hf-device-demo)\\d+", "$1"},
    {"'?/[^\\s']*/bin/hf-device'?", "hf-device"},
    {"^(ok +java:) .*", "$1 JAVA"},
    {" +$", ""}
  };

  /** A command and the lines that it prints. */
  record Step(String command, List<String> lines) {
    /** Whether {@code printed} is what is shown, but for what differs from run to run. */
    boolean shows(List<String> printed) {
      StringBuilder shown = new StringBuilder();
      for (String line : lines) {
        shown.append(line.equals(ANY) ? "(.*\n)*?" : Pattern.quote(masked(line)) + "\n");
      }
      StringBuilder text = new StringBuilder();
      printed.forEach(line -> text.append(masked(line)).append('\n'));
      return text.toString().matches(shown.toString());
    }
  }

  static Transcript of(String block) {
    List<Step> steps = new ArrayList<>();
    for (String line : block.lines().toList()) {
      if (line.startsWith("$ ")) {
        steps.add(new Step(line.substring(2), new ArrayList<>()));
      } else {
        steps.get(steps.size() - 1).lines().add(line);
      }
    }
    return new Transcript(steps);
  }

  static String masked(String line) {
    String masked = line;
    for (String[] each : VARIABLE) {
      masked = masked.replaceAll(each[0], each[1]);
    }
    return masked;
  }
}
