package io.github.hfdevice.cli;

import io.github.hfdevice.cli.KillLane.Victim;
import java.util.EnumMap;
import java.util.Map;

/** What became of the commands that were killed. */
final class KillTally {
  private final Map<Victim, Integer> kills = new EnumMap<>(Victim.class);
  private final Map<Victim, Integer> changed = new EnumMap<>(Victim.class);
  private int between;
  private int ended;
  private int lostInFlight;
  private int leftovers;
  private int resumed;

  void killed(Victim victim, boolean afterAWrite) {
    kills.merge(victim, 1, Integer::sum);
    if (afterAWrite) {
      changed.merge(victim, 1, Integer::sum);
    }
  }

  void between(boolean theTwoFiles) {
    between += theTwoFiles ? 1 : 0;
  }

  void ended() {
    ended++;
  }

  void lostInFlight() {
    lostInFlight++;
  }

  void leftovers(int files) {
    leftovers += files;
  }

  void resumed() {
    resumed++;
  }

  void add(KillTally other) {
    other.kills.forEach((victim, count) -> kills.merge(victim, count, Integer::sum));
    other.changed.forEach((victim, count) -> changed.merge(victim, count, Integer::sum));
    between += other.between;
    ended += other.ended;
    lostInFlight += other.lostInFlight;
    leftovers += other.leftovers;
    resumed += other.resumed;
  }

  int kills() {
    return kills.values().stream().mapToInt(Integer::intValue).sum();
  }

  int changed() {
    return changed.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public String toString() {
    return "killed "
        + kills
        + ", of which after a write "
        + changed
        + ", between the two files "
        + between
        + ", logins gone on with "
        + resumed
        + ", with an answer of the server not stored "
        + lostInFlight
        + ", temporary files left "
        + leftovers
        + "; ended before the kill: "
        + ended;
  }
}
