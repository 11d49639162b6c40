package io.github.hfdevice.store;

import java.io.IOException;

/**
 * Other names of a file: where it was mounted from, and hard links. A rename over one of them would
 * leave the others with what the file held before.
 */
final class OtherNames {
  private OtherNames() {}

  /** Whether {@code target} is there and has any that a user can have meant. */
  static boolean has(Target target, Ownership ownership) throws IOException {
    return target.isThere() && (MountTable.has(target.path()) || ownership.isHardLinked(target));
  }
}
