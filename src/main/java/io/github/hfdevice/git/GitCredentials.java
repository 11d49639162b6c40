package io.github.hfdevice.git;

import java.net.URI;
import java.util.Map;

/**
 * The passwords that git keeps or asks for, see gitcredentials(7). Every method runs git, blocks
 * for at most some seconds, and reads and writes the settings of the user that it runs as, never
 * those of a repository. Thread-safe.
 */
public final class GitCredentials {
  /** The user name that the Hub's documentation gives for tokens. */
  public static final String USER = "hf_user";

  /** How git config ends when there is no such setting. */
  private static final int NOT_SET = 1;

  private final Git git;

  /**
   * @param environment where git is found by its PATH; git gets it, but for what describes a
   *     repository or would show a token
   */
  public GitCredentials(Map<String, String> environment) {
    this.git = new Git(environment);
  }

  /** Whether git has a helper that it gives passwords for {@code server} to. */
  public boolean hasHelper(URI server) throws GitException, InterruptedException {
    Git.Result found = git.run("", "config", "--get-urlmatch", "credential.helper", site(server));
    if (found.exitCode() > NOT_SET) {
      throw found.failure("git config", "");
    }
    return found.succeeded() && !found.output().isEmpty();
  }

  /**
   * Gives {@code token} to git's helpers as the password for {@code server}. It travels over stdin,
   * where no list of processes shows it.
   *
   * @param token one line
   * @return what git and its helpers said to that, on one line, without the token, empty if
   *     nothing. Git calls it done whatever becomes of its helpers, even if there is none of the
   *     configured name, and only says so
   */
  public String approve(URI server, String token) throws GitException, InterruptedException {
    return credential("approve", server, token);
  }

  /**
   * Has git's helpers forget {@code token}. Before git 2.41 they forget whatever they hold for
   * {@code server} and our user.
   *
   * @param token one line
   * @return as of {@link #approve}
   */
  public String reject(URI server, String token) throws GitException, InterruptedException {
    return credential("reject", server, token);
  }

  private String credential(String action, URI server, String token)
      throws GitException, InterruptedException {
    if (token.chars().anyMatch(Character::isISOControl)) {
      throw new GitException("git takes no token with control characters in it", null);
    }
    Git.Result done =
        git.run(
            "protocol="
                + server.getScheme()
                + "\nhost="
                + server.getRawAuthority()
                + "\nusername="
                + USER
                + "\npassword="
                + token
                + "\n\n",
            "credential",
            action);
    if (!done.succeeded()) {
      throw done.failure("git credential " + action, token);
    }
    return done.words(token);
  }

  /**
   * Makes {@code helper} the only one that git asks for {@code server}, in the user's own settings.
   *
   * @param helper as {@code credential.helper} has it; with {@code !} before it, a line for a shell
   */
  public void useHelper(URI server, String helper) throws GitException, InterruptedException {
    String key = "credential." + site(server) + ".helper";
    // An empty entry forgets the helpers of every server, which would keep a copy of each token.
    set("--replace-all", key, "");
    set("--add", key, helper);
  }

  private void set(String how, String key, String value) throws GitException, InterruptedException {
    Git.Result done = git.run("", "config", "--global", how, key, value);
    if (!done.succeeded()) {
      throw done.failure("git config --global", "");
    }
  }

  private static String site(URI server) {
    return server.getScheme() + "://" + server.getRawAuthority();
  }
}
